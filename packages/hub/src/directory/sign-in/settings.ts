/** How people sign in by the organisation's identity provider (OpenID Connect), and who may do what here. */
export interface SignInSettings {
  issuer: URL;
  clientId: string;
  clientSecret: string;
  /** What the button says: "Continue with <name>". */
  name: string;
  /** A claim of the ID token that holds a role or a list of groups; without one only the lists of e-mails count. */
  roleClaim: string | undefined;
  /** Values of that claim. */
  administratorValues: readonly string[];
  auditorValues: readonly string[];
  /** E-mail addresses, as the identity provider has verified them. */
  administrators: readonly string[];
  auditors: readonly string[];
  /** Whether somebody who is not in the directory yet is added when they sign in. */
  addsPeople: boolean;
}
