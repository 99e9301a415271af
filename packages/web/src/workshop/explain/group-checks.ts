/** The checks of one profile. */
export interface CheckGroup<Profile extends string, Info> {
  profile: Profile;
  checks: readonly Info[];
}

/** Puts checks under their profiles; both stay in the order in which they come. */
export function groupChecks<Profile extends string, Info extends { profile: Profile }>(
  checks: readonly (Info & { profile: Profile })[],
): CheckGroup<Profile, Info>[] {
  const profiles = [...new Set(checks.map(({ profile }) => profile))];
  return profiles.map((profile) => ({ profile, checks: checks.filter((check) => check.profile === profile) }));
}
