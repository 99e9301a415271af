import type { Credentials } from "./credentials.ts";
import type { Custom } from "./custom.ts";
import type { OAuth2 } from "./oauth2.ts";

/** How accounts of an external service are linked: made by `oauth2`, `apiKey`, `basic`, `form` or `custom`. */
export type Auth = OAuth2 | Credentials | Custom;
