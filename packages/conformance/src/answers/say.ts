import type { Answer } from "../target/target.ts";
import { hasAuthorizationUrl } from "./authorization.ts";

/** An answer in a few words of our own: never received text. */
export function say(answer: Answer): string {
  const failure = answer.failure?.replace(/\.$/, "") ?? null;
  if (answer.status === 0) return failure ?? "no answer";
  const type = typeOf(answer);
  const cut = failure === null ? "" : `; ${failure}`;
  return `status ${answer.status}${type === "" ? "" : ` (${type})`}${cut}`;
}

/** The media type without parameters; a made-up one is not repeated. */
export function typeOf({ headers }: Answer): string {
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return /^[a-z]+\/[a-z0-9.+-]{1,60}$/.test(type) ? type : "";
}

export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status <= 299;
}

/** Why an answer is no proper refusal: one has a status from 400 to 499 and gives nothing away. Undefined when it is one. */
export function notRefused(answer: Answer): string | undefined {
  const isRefusal = answer.status >= 400 && answer.status <= 499;
  const gives = hasAuthorizationUrl(answer.body);
  if (isRefusal && !gives) return undefined;
  return `${say(answer)}${gives ? " with an authorization_url" : ""}`;
}
