/** What an app may ask for, with the sentence of the consent page; "" is what needs no line of its own. */
export const SCOPES: ReadonlyMap<string, string> = new Map([
  ["openid", ""],
  ["profile", "See your name and your user name"],
  ["email", "See your e-mail address"],
  ["tickets:read", "Read your tickets"],
  ["tickets:write", "File tickets in your name"],
  ["offline_access", "Keep this access until you take it back, also while you are away"],
]);

/** The lines of the consent page for a scope string, in the order of the table. */
export function describeScopes(scope: string): string[] {
  const asked = new Set(scope.split(" "));
  return [...SCOPES].filter(([name, sentence]) => asked.has(name) && sentence !== "").map(([, sentence]) => sentence);
}
