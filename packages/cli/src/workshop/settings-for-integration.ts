/** The workshop's names for Acme Desk, and those that fit any external service, which a scaffold reads. */
const ALSO = {
  ACME_ISSUER: "OAUTH_ISSUER",
  ACME_CLIENT_ID: "OAUTH_CLIENT_ID",
  ACME_CLIENT_SECRET: "OAUTH_CLIENT_SECRET",
} as const;

/** What an integration is started with: what the workshop says, under both names where there are two. */
export function settingsForIntegration(environment: Readonly<Record<string, string>>): Record<string, string> {
  const also = Object.entries(ALSO).flatMap(([name, other]) => {
    const value = environment[name];
    return value === undefined ? [] : [[other, value] as const];
  });
  return { ...environment, ...Object.fromEntries(also) };
}
