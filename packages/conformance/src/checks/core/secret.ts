import type { SecretVariant } from "@joinery/contract/workshop";
import { notRefused, say } from "../../answers/say.ts";
import { Blocked, type Check, defineCheck, failed, passed } from "../../check.ts";
import type { CheckSession } from "../../run/session.ts";
import { unknownAccount } from "../../run/session.ts";

const REFUSED = "a status from 400 to 499 and no authorization_url";

/** How each spelling is told to people. */
const IN_WORDS: Record<SecretVariant, string> = {
  right: "the right secret",
  missing: "no secret",
  empty: "an empty secret",
  wrong: "another secret of the same length",
  old: "the secret that was replaced",
  prefix: "the first half of the secret",
  "all-but-last": "the secret without its last character",
  "first-8": "the first 8 characters of the secret",
  "first-1": "the first character of the secret",
  longer: "the secret with characters added",
  "same-beginning": "a secret with the right beginning and length",
  "other-case": "the secret in the other case",
};

const WRONG = ["wrong", "other-case"] as const;
const PARTS = ["prefix", "all-but-last", "first-8", "first-1", "longer", "same-beginning"] as const;

/** Only who knows the proxy secret is the hub. */
export const SECRET_CHECKS: readonly Check[] = [
  defineCheck({
    id: "core.secret.missing",
    sentence: "Connect without a proxy secret, or with an empty one, is refused.",
    reason: "Without the secret anybody who finds the address can begin a Connect for any user.",
    example: "POST /auth/t-7c1e without blink-auth-proxysecret  →  401",
    fix: "Refuse with 401 before anything else happens. Mind that a setting that was never made is not equal to a header that was never sent.",
    run: (session) => connectRefuses(session, ["missing", "empty"]),
  }),
  defineCheck({
    id: "core.secret.wrong",
    sentence: "Connect with a wrong proxy secret is refused.",
    reason: "Whoever is let in here can act as every user of the organisation.",
    example: "POST /auth/t-7c1e with blink-auth-proxysecret: something-else  →  401",
    fix: "Compare the header `blink-auth-proxysecret` with your secret, in constant time, exactly as it stands.",
    run: (session) => connectRefuses(session, WRONG),
  }),
  defineCheck({
    id: "core.secret.part",
    sentence: "Connect with a part of the proxy secret, or with more than the secret, is refused.",
    reason:
      "A comparison that stops early, or takes a beginning for the whole, lets the secret be guessed piece by piece.",
    example: "the first half of the secret  →  401; the secret with two characters added  →  401",
    fix: "Compare whole values: `timingSafeEqual` over digests, `hmac.compare_digest`, `subtle.ConstantTimeCompare`, `hash_equals`.",
    async run(session) {
      await session.goodAddress();
      if ((await firstAccepted(session, WRONG)) !== undefined) {
        throw new Blocked("earlier-failure", "Any secret is accepted: see core.secret.wrong.");
      }
      return connectRefuses(session, PARTS);
    },
  }),
  defineCheck({
    id: "core.secret.delete",
    sentence: "Disconnect without the right proxy secret is refused before the account is looked for.",
    reason: "A stranger could disconnect people, or find out which accounts exist.",
    example: "DELETE /linked-accounts/k-1 with a wrong secret  →  401, whether there is a k-1 or not",
    fix: "Check the secret in one place that every route passes.",
    async run(session) {
      const right = await session.firstRemoval();
      for (const secret of supported(session, ["missing", "empty", ...WRONG, ...PARTS])) {
        const answer = await session.remove(unknownAccount(), { secret });
        const got = `${say(answer)} for ${IN_WORDS[secret]}`;
        if (notRefused(answer) !== undefined) return failed("a status from 400 to 499", got);
        if (answer.status !== right.status || (answer.status !== 404 && answer.status !== 410)) continue;
        // The same answer as with the right secret: a refusal only when Connect is refused in the same way.
        const connect = await session.connect({ secret });
        if (connect.status !== answer.status) return failed("the answer that Connect gives to a wrong secret", got);
      }
      return passed();
    },
  }),
];

async function connectRefuses(session: CheckSession, spellings: readonly SecretVariant[]) {
  await session.goodAddress();
  const got = await firstAccepted(session, spellings);
  return got === undefined ? passed() : failed(REFUSED, got);
}

async function firstAccepted(session: CheckSession, spellings: readonly SecretVariant[]): Promise<string | undefined> {
  for (const secret of supported(session, spellings)) {
    const got = notRefused(await session.connect({ secret }));
    if (got !== undefined) return `${got} for ${IN_WORDS[secret]}`;
  }
  return undefined;
}

function supported({ target }: CheckSession, spellings: readonly SecretVariant[]): readonly SecretVariant[] {
  return spellings.filter((spelling) => target.spellings.includes(spelling));
}
