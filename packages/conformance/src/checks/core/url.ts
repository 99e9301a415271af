import { readAuthorization } from "../../answers/authorization.ts";
import { exchangeText, holds } from "../../answers/readings.ts";
import { unpredictableBits } from "../../answers/unpredictable.ts";
import { Blocked, type Check, defineCheck, failed, passed } from "../../check.ts";
import type { CheckSession } from "../../run/session.ts";
import type { Answer } from "../../target/target.ts";

/** 16 random bytes are asked for. Less is measured for UUIDs and the like, so only what is clearly too little fails. */
const BITS_LEAST = 96;

const RANDOM = "state = base64url(32 random bytes), remembered on the server together with the user of this Connect";
/** Parameters that hold a secret whenever they are there. */
const SECRET_NAMES =
  /^(access|refresh|api|bearer)[_-]?token$|^(client|proxy|app)[_-]?secret$|^(api|secret|private)[_-]?key$|^secret$|^password$|^blink-auth-proxysecret$/i;
/** Parameters that may hold one: then it is the same each time. */
const SUSPICIOUS_NAMES = /token|secret|passw|apikey|api_key|bearer|credential/i;
const TOKEN_LEAST = 16;

/** The address that the person's window opens. */
export const URL_CHECKS: readonly Check[] = [
  defineCheck({
    id: "core.url.new",
    sentence: "Every Connect gives a new authorization URL.",
    reason: "An address that is given twice can be used twice: by whoever finds it in a history or a log.",
    example: RANDOM,
    fix: "Draw the random part anew for each Connect; don't keep the address.",
    async run({ addresses }) {
      const { one, other } = await addresses();
      const isNew = isDifferent(one) && isDifferent(other);
      return isNew ? passed() : failed("another authorization URL each time", "the same one twice");
    },
  }),
  defineCheck({
    id: "core.url.bound",
    sentence: "The authorization URL belongs to one user, and that can't be changed in it.",
    reason: "If the user's id can be exchanged in the address, anybody can link an account to anybody.",
    example: RANDOM,
    fix: "Keep the user on your server under the random value, or sign the whole value and check the signature.",
    async run(session) {
      const { one, other } = await session.addresses();
      if (one.some((address) => other.includes(address))) {
        return failed("different addresses for different users", "the same address for two users");
      }
      return (await canBeExchanged(session, one[0] ?? ""))
        ? failed("an address that refuses another user's id", "it opens with the id of another user as well")
        : passed();
    },
  }),
  defineCheck({
    id: "core.url.unguessable",
    sentence: "The authorization URL holds at least 16 bytes that nobody can know beforehand.",
    reason: "Counters, times and user ids can be guessed; then a stranger finishes what somebody else began.",
    example: RANDOM,
    fix: "Use your language's source of secrets: `crypto.randomBytes`, `secrets.token_urlsafe`, `crypto/rand`, `random_bytes`, `SecureRandom`. Not `Math.random`, not a time.",
    async run({ addresses }) {
      const { one, other } = await addresses();
      if (!isDifferent([...one, ...other])) {
        throw new Blocked("earlier-failure", "Addresses repeat: see core.url.new and core.url.bound.");
      }
      // Each person apart: two ids look as random as a random value.
      const bits = Math.floor(Math.min(unpredictableBits(one), unpredictableBits(other)));
      return bits >= BITS_LEAST ? passed() : failed("16 random bytes (128 bits)", `about ${bits} bits that differ`);
    },
  }),
  defineCheck({
    id: "core.url.no-secret",
    sentence: "No secret stands in the authorization URL, in whatever encoding.",
    reason: "Addresses end in histories, logs and referrers, and the person it is given to can read it.",
    example: RANDOM,
    fix: "Give the browser a random handle and keep tokens and secrets on the server.",
    async run({ target, addresses }) {
      const { one, other } = await addresses();
      const all = [...one, ...other];
      if (target.secrets.some((secret) => all.some((address) => holds(address, secret)))) {
        return failed("no secret in the URL", "a secret of the integration");
      }
      const name = secretParameterOf(all);
      if (name !== undefined) return failed("no secret in the URL", `a parameter named ${name}`);
      return target.secrets.length > 0
        ? passed()
        : passed("Only names were looked at: the secrets are not known here.");
    },
  }),
  defineCheck({
    id: "core.answers.no-secret",
    sentence: "No answer repeats the proxy secret or the API token.",
    reason: "What a button's request is answered with is passed on to the person who pressed it.",
    example: "an error page of a framework that lists all request headers: switch it off",
    fix: "Switch debug pages off, and never build an answer out of the request's headers.",
    async run({ target, connect, firstConnect, firstRemoval }) {
      const path = `/joinery-conformance-${crypto.randomUUID()}`;
      const answers = [
        withoutAddress(await firstConnect()),
        await firstRemoval(),
        withoutAddress(await connect({ headers: { accept: "text/html" }, body: "{" })),
        await target.send({ method: "POST", path, headers: { accept: "text/html" } }),
      ];
      const told = answers.find(({ status, failure }) => status !== 0 && failure !== null);
      if (told?.failure) return failed("an answer that can be passed on", told.failure);
      if (target.secrets.length === 0) {
        throw new Blocked("surroundings", "The secrets are not known here: give the proxy secret to this run.");
      }
      const texts = answers.map(exchangeText);
      const isTold = target.secrets.some((secret) => texts.some((text) => holds(text, secret)));
      return isTold ? failed("no secret in any answer", "a secret of the integration") : passed();
    },
  }),
  defineCheck({
    id: "core.answers.no-echo",
    sentence: "A refusal does not repeat the secret that it refuses.",
    reason: "A secret that is nearly right (the old one, one with a line break) would stand in logs and pages.",
    example: `401 {"code":"UNAUTHENTICATED","message":"This address answers to the hub only."}`,
    fix: "Say that the secret is missing or wrong, and nothing about what was received.",
    async run({ connect, firstRemoval, remove }) {
      await firstRemoval();
      const marker = `marked-${crypto.randomUUID()}`;
      const answers = [
        await connect({ secret: { text: marker } }),
        await remove("k-echo", { secret: { text: marker }, headers: { accept: "text/html" } }),
      ];
      // A hub in between refuses such an answer and says so instead.
      const isRepeated = answers.some(
        (answer) => holds(exchangeText(answer), marker) || /repeats/.test(answer.failure ?? ""),
      );
      return isRepeated ? failed("an answer without the received secret", "an answer that repeats it") : passed();
    },
  }),
];

/** What stands in the address itself is another check's. */
function withoutAddress(answer: Answer): Answer {
  const { address, rest } = readAuthorization(answer.body);
  return { ...answer, body: address === undefined ? answer.body : rest };
}

function isDifferent(addresses: readonly string[]): boolean {
  return new Set(addresses).size === addresses.length;
}

/** Only addresses of the integration itself are tried; the external service is not ours to probe. */
async function canBeExchanged({ target }: CheckSession, address: string): Promise<boolean> {
  const changed = exchangeUser(address, target.users.one, target.users.other);
  const isOwn = URL.parse(address)?.origin === URL.parse(target.address)?.origin;
  if (changed === address || !isOwn || target.open === undefined) return false;
  const asGiven = await target.open(address);
  if (asGiven.status === 0 || asGiven.status >= 400) return false;
  const opened = await target.open(changed);
  return opened.status !== 0 && opened.status < 400;
}

/** The address with another user's id wherever it stands, in Base64 too. */
function exchangeUser(address: string, user: string, other: string): string {
  const plain = address.replaceAll(user, other).replaceAll(encodeURIComponent(user), encodeURIComponent(other));
  return plain.replace(/[A-Za-z0-9_-]{12,}/g, (piece) => {
    try {
      const decoded = atob(piece.replaceAll("-", "+").replaceAll("_", "/"));
      if (!decoded.includes(user)) return piece;
      return btoa(decoded.replaceAll(user, other)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    } catch {
      return piece;
    }
  });
}

function secretParameterOf(addresses: readonly string[]): string | undefined {
  const parameters = addresses.map((address) => URL.parse(address)?.searchParams ?? new URLSearchParams());
  const names = [...new Set(parameters.flatMap((each) => [...each.keys()]))];
  return names.find((name) => {
    const values = parameters.map((each) => each.get(name) ?? "");
    if (values.every((value) => value === "")) return false;
    if (SECRET_NAMES.test(name)) return true;
    const isFixed = new Set(values).size === 1 && (values[0] ?? "").length >= TOKEN_LEAST;
    return SUSPICIOUS_NAMES.test(name) && isFixed;
  });
}
