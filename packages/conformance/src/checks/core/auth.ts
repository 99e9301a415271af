import { readAuthorization } from "../../answers/authorization.ts";
import { isSuccess, notRefused, say } from "../../answers/say.ts";
import { Blocked, type Check, defineCheck, failed, passed } from "../../check.ts";
import { NAMED_CALL_MS } from "../../target/target.ts";

const RIGHT = `POST /auth/t-7c1e HTTP/1.1
blink-auth-userid: u-ada
blink-auth-proxysecret: …

HTTP/1.1 200 OK
content-type: application/json

{"code":"OK","message":"OK","data":{"authorization_url":"https://desk.example/authorize?state=…"}}`;

const MOST_BYTES = 64 * 1024;

/** What Connect answers. */
export const AUTH_CHECKS: readonly Check[] = [
  defineCheck({
    id: "core.auth.answers",
    sentence: "Connect is answered with status 200.",
    reason: "Everything else is a refusal to the hub: the person reads that the integration could not be used.",
    example: RIGHT,
    fix: "Answer `POST <proxy URL>/auth/<auth id>` with 200, also when there is no body. A 401 to the right secret means that hub and integration have different ones.",
    async run({ firstConnect }) {
      const answer = await firstConnect();
      if (answer.status === 0) throw new Blocked("earlier-failure", "Connect is not answered: see core.auth.in-time.");
      return answer.status === 200 ? passed() : failed("status 200", say(answer));
    },
  }),
  defineCheck({
    id: "core.auth.in-time",
    sentence: "Connect is answered completely within 10 seconds.",
    reason: "A person waits for the new window; the hub gives up after 10 seconds.",
    example:
      "Make the address from what you already know; ask the external service when the browser comes, not before.",
    fix: "Don't call anybody before answering Connect. What must be looked up (discovery documents, keys) is looked up at start and kept.",
    async run({ firstConnect }) {
      const answer = await firstConnect();
      const isLate = answer.status === 0 || answer.duration_ms > NAMED_CALL_MS;
      return isLate ? failed("a complete answer within 10 seconds", late(answer.failure)) : passed();
    },
  }),
  defineCheck({
    id: "core.auth.envelope",
    sentence: 'The answer to Connect is JSON with "code": "OK", "message": "OK" and data.authorization_url.',
    reason: "The hub reads exactly this envelope; another one opens no window. The content type is not looked at.",
    example: RIGHT,
    fix: "Build the envelope in one place of your code and use it for every answer to the hub.",
    async run({ firstConnect }) {
      const answer = await firstConnect();
      if (!isSuccess(answer)) throw new Blocked("earlier-failure", "Connect does not succeed: see core.auth.answers.");
      if (answer.failure !== null) throw new Blocked("earlier-failure", "It can't be read: see core.auth.size.");
      const { faults } = readAuthorization(answer.body);
      return faults.length === 0 ? passed() : failed("the documented envelope", faults.join("; "));
    },
  }),
  defineCheck({
    id: "core.auth.size",
    sentence: "The answer to Connect has at most 64 KB and is not compressed.",
    reason: "The hub asks for an uncompressed answer (`accept-encoding: identity`) and stops reading at 64 KB.",
    example: RIGHT,
    fix: "Switch compression off for requests with `accept-encoding: identity`, and send nothing but the envelope.",
    async run({ firstConnect, goodAddress }) {
      const { status, failure, body, headers } = await firstConnect();
      // A hub in between has not read it to its end, and says why.
      if (status !== 0 && failure !== null) return failed("an answer that the hub can read", failure);
      await goodAddress();
      const encoding = headers["content-encoding"] ?? "identity";
      if (encoding !== "identity" && encoding !== "") return failed("an uncompressed answer", "a compressed one");
      const bytes = new TextEncoder().encode(body).byteLength;
      return bytes > MOST_BYTES ? failed("at most 65,536 bytes", "more than 65,536 bytes") : passed();
    },
  }),
  defineCheck({
    id: "core.auth.url",
    sentence: "The authorization URL is absolute, https (or http to the own machine), without user name or password.",
    reason: "The hub opens it in a window of the person; other addresses are refused there.",
    example: '"authorization_url": "https://desk.example/authorize?client_id=…&state=…"',
    fix: "Build the URL with your language's URL type from a configured https base.",
    async run({ goodAddress }) {
      const fault = addressFault(await goodAddress());
      return fault === undefined ? passed() : failed("an absolute https URL without credentials", fault);
    },
  }),
  defineCheck({
    id: "core.auth.unknown-id",
    sentence: "Connect with an Auth ID that is not the integration's is refused.",
    reason: "The Auth ID decides which account is linked; answering to any of them links under one that nobody set up.",
    example: "POST /auth/t-of-somebody-else  →  404",
    fix: "Compare the last segment of the path with your Auth ID and answer 404 when it is another one.",
    async run({ target, goodAddress }) {
      await goodAddress();
      const answer = await target.send({ method: "POST", path: `/auth/t-${crypto.randomUUID()}` });
      const got = notRefused(answer);
      return got === undefined ? passed() : failed("a status from 400 to 499 and no authorization_url", got);
    },
  }),
  defineCheck({
    id: "core.auth.method",
    sentence: "Only POST begins a Connect: GET on the same path gives no authorization URL.",
    reason: "GET is sent by link previews and prefetching; nothing may begin by looking.",
    example: "GET /auth/t-7c1e  →  405 (or 404)",
    fix: "Route on method and path.",
    async run({ target, goodAddress }) {
      await goodAddress();
      const answer = await target.send({ method: "GET", path: `/auth/${target.authId}` });
      const address = isSuccess(answer) ? readAuthorization(answer.body).address : undefined;
      // 501 is what plain servers say to a method they don't know (RFC 9110, 15.6.2).
      if (answer.status >= 500 && answer.status !== 501) return failed("a status from 400 to 499", say(answer));
      return address === undefined
        ? passed()
        : failed("no authorization URL", `${say(answer)} with an authorization URL`);
    },
  }),
  defineCheck({
    id: "core.auth.parallel",
    sentence: "Five Connects at the same time are all answered within 10 seconds.",
    reason: "Monday morning: a server that answers one after the other makes everybody wait for the slowest.",
    example: "five times POST /auth/t-7c1e at once  →  five times 200, five different addresses",
    fix: "Use a server that takes several requests at once, and hold no lock while waiting for somebody.",
    async run({ connect, goodAddress }) {
      await goodAddress();
      const answers = await Promise.all(Array.from({ length: 5 }, () => connect()));
      const wrong = answers.find((answer) => answer.status !== 200);
      return wrong === undefined ? passed() : failed("five answers with status 200", say(wrong));
    },
  }),
];

function late(failure: string | null): string {
  return failure ?? "a later answer";
}

/** The first reason why a window may not open an address; undefined when it may. */
function addressFault(text: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for.
  const url = /[\u0000-\u0020\u007f]/.test(text) ? null : URL.parse(text);
  if (url === null) return "it is not an absolute URL";
  if (url.protocol !== "https:" && url.protocol !== "http:") return "it is neither https nor http";
  if (url.protocol === "http:" && !isOwnMachine(url.hostname)) return "it is http and leads to another machine";
  return url.username !== "" || url.password !== "" ? "it contains a user name or a password" : undefined;
}

function isOwnMachine(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
