export interface SignInPathOptions {
  /** Where to come back to: a path of ours. */
  returnPath?: string | null;
  /** Ask the identity provider to look again who it is, although it may still know. */
  again?: boolean;
}

/** Where the sign-in by the identity provider begins. The browser goes there as to any page. */
export function signInPath({ returnPath, again = false }: SignInPathOptions = {}): string {
  const query = new URLSearchParams();
  if (again) query.set("again", "1");
  if (typeof returnPath === "string" && returnPath !== "/") query.set("return", returnPath);
  const text = query.toString();
  return text === "" ? "/sign-in/start" : `/sign-in/start?${text}`;
}
