import { headerOf, textOf } from "../messages.ts";
import { SECRET_FIELDS } from "../secret-fields.ts";
import type { Seen } from "../seen.ts";
import { isFromHub, isSuccess, type PassiveCheck } from "./passive-check.ts";

/** Where an answer of the integration sends the browser. */
function redirectOf({ to, response, request }: Seen): URL | null {
  const location = response === null || to !== "integration" ? undefined : headerOf(response, "location");
  return location === undefined ? null : URL.parse(location, request.url.href);
}

/** What an integration must keep to itself (contract 1.1; RFC 9700, 4.2 and 4.3). */
export const SECRECY_CHECKS: readonly PassiveCheck[] = [
  {
    id: "core.answers.no-secret",
    sentence: "No answer to the hub holds a secret, a token or a password.",
    page: "/checks/core.answers.no-secret",
    // The answer to a Connect that went well is its URL, and that has a check of its own.
    appliesTo: (seen) => isFromHub(seen) && seen.response !== null && !(seen.step === "Connect" && isSuccess(seen)),
    judge: faultOfAnswer,
  },
  {
    id: "rule.redirect.no-secret",
    sentence: "No redirect of the integration puts a secret, a token or a password into an address.",
    page: "/checks/core.url.no-secret",
    appliesTo: (seen) => redirectOf(seen) !== null,
    judge(seen) {
      const url = redirectOf(seen);
      return url === null ? null : secretInUrl(url, seen);
    },
  },
];

/** What of a secret an address holds, in words; null when it holds none. */
export function secretInUrl(url: URL, seen: Pick<Seen, "holdsCredential">): string | null {
  const names = [...url.searchParams.keys(), ...new URLSearchParams(url.hash.replace(/^#/, "")).keys()];
  const telling = names.find((name) => SECRET_FIELDS.get(name.toLowerCase()) === "credential");
  if (telling !== undefined) return `the field ${telling.toLowerCase()}`;
  return seen.holdsCredential(url.href) ? "a value that is a secret elsewhere" : null;
}

function faultOfAnswer({ response, holdsCredential }: Seen): string | null {
  if (response === null) return null;
  const said = [textOf(response) ?? "", ...response.headers.map(([, value]) => value)];
  return said.some(holdsCredential) ? "a value that is a secret elsewhere" : null;
}
