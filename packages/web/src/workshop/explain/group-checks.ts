/** The checks of one profile. */
export interface CheckGroup<Info> {
  profile: string;
  checks: readonly Info[];
}

/** Puts checks under their profiles; both stay in the order in which they come. */
export function groupChecks<Info extends { profile: string }>(checks: readonly Info[]): CheckGroup<Info>[] {
  const profiles = [...new Set(checks.map(({ profile }) => profile))];
  return profiles.map((profile) => ({ profile, checks: checks.filter((check) => check.profile === profile) }));
}
