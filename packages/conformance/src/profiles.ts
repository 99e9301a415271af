/** What can be asked of an integration, in one word each. */
export const PROFILES = {
  core: "Both endpoints exactly as documented, and who may use them.",
  revoke: "Disconnect withdraws the access at the service.",
  refresh: "Expired tokens are renewed once, and lost ones are told.",
  "multi-account": "Several accounts of a person are kept apart.",
  verified: "The browser that finishes belongs to the person who started.",
} as const;

export type Profile = keyof typeof PROFILES;

/** Whether a text names a profile. */
export function isProfile(value: string): value is Profile {
  return Object.hasOwn(PROFILES, value);
}
