import { createHmac, randomBytes } from "node:crypto";

/** Makes secrets unreadable, and equal ones look equal: `[secret 9f3a]`. */
export interface Masker {
  /** The mark that stands for a secret; the secret is looked for in all later texts too. */
  mark(secret: string, kind?: SecretKind): string;
  /** A text with every secret known so far replaced by its mark. */
  mask(text: string): string;
  /** Whether a text holds something that opens a door by itself. */
  holdsCredential(text: string): boolean;
}

/** `credential` opens a door by itself: a token, a password. `binding` belongs to one flow: state, nonce, code. */
export type SecretKind = "credential" | "binding";

/** What a masker knows from the start. */
export interface MaskerOptions {
  /** Asked for each text, because secrets are rotated. */
  secrets: () => readonly string[];
}

interface Known {
  secret: string;
  spellings: readonly string[];
  kind: SecretKind;
}

/** Shorter values occur in innocent text too; they are masked in their place, but not looked for elsewhere. */
const SHORTEST_LOOKED_FOR = 12;
const LOOKED_FOR_AT_MOST = 1_000;

export function createMasker({ secrets }: MaskerOptions): Masker {
  // Drawn for each run: nobody can try out guesses on a file that somebody has exported.
  const key = randomBytes(32);
  const learned = new Map<string, Known>();

  function markOf(secret: string): string {
    return `[secret ${createHmac("sha256", key).update(secret).digest("hex").slice(0, 4)}]`;
  }

  function learn(secret: string, kind: SecretKind): void {
    const kept = learned.get(secret)?.kind === "credential" ? "credential" : kind;
    learned.delete(secret);
    learned.set(secret, { secret, spellings: spellingsOf(secret), kind: kept });
    const oldest = learned.keys().next().value;
    if (learned.size > LOOKED_FOR_AT_MOST && oldest !== undefined) learned.delete(oldest);
  }

  function allKnown(): Known[] {
    const given = secrets().filter((secret) => secret !== "");
    const known = given.map((secret) => ({ secret, spellings: spellingsOf(secret), kind: "credential" as const }));
    // The longest first: a secret may be a part of another.
    return [...known, ...learned.values()].sort((a, b) => b.secret.length - a.secret.length);
  }

  return {
    mark(secret, kind = "binding") {
      if (secret.length >= SHORTEST_LOOKED_FOR) learn(secret, kind);
      return markOf(secret);
    },
    mask(text) {
      let masked = text;
      for (const { secret, spellings } of allKnown()) {
        for (const spelling of spellings) {
          if (masked.includes(spelling)) masked = masked.replaceAll(spelling, () => markOf(secret));
        }
      }
      return masked;
    },
    holdsCredential: (text) =>
      allKnown().some(({ kind, spellings }) => kind === "credential" && spellings.some((one) => text.includes(one))),
  };
}

/** How a secret looks in a URL, in JSON, and in Base64: a text that only re-spells it gives it away all the same. */
function spellingsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString("base64").replace(/=+$/, "");
  const base64url = Buffer.from(secret).toString("base64url");
  const inForm = new URLSearchParams({ x: secret }).toString().slice(2);
  const all = [secret, encodeURIComponent(secret), inForm, JSON.stringify(secret).slice(1, -1), base64, base64url];
  return [...new Set(all)];
}
