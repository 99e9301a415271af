import type { SecretKind } from "./masker.ts";

/** Fields of queries, forms and JSON whose values are secret, wherever they occur. `challenge` is public on purpose. */
export const SECRET_FIELDS: ReadonlyMap<string, SecretKind> = new Map([
  ...[
    ...["access_token", "refresh_token", "id_token", "token", "client_secret", "password", "secret", "proxy_secret"],
    ...[
      "api_token",
      "code_verifier",
      "verifier",
      "client_assertion",
      "assertion",
      "subject_token",
      "api_key",
      "apikey",
    ],
  ].map((name) => [name, "credential"] as const),
  ...["code", "state", "nonce", "claim", "lease", "form_token", "csrf_token", "ticket", "session_state"].map(
    (name) => [name, "binding"] as const,
  ),
]);

/** Whether a value in a secret field is none: `code` is also where envelopes and refusals say what happened. */
export function isPublicWord(field: string, value: string): boolean {
  return value === "" || (field === "code" && /^[A-Z][A-Z0-9_]{1,49}$/.test(value));
}
