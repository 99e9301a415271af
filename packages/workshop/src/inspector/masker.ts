import { createHmac, randomBytes } from "node:crypto";
import { createSecretIndex, type Found, type SecretIndex } from "./secret-index.ts";

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
  /** Asked for each text, because secrets are rotated; what was given once stays secret. */
  secrets: () => readonly string[];
}

/** Shorter values occur in innocent text too; they are masked in their place, but not looked for elsewhere. */
const SHORTEST_LOOKED_FOR = 12;
const LOOKED_FOR_AT_MOST = 2_000;

export function createMasker({ secrets }: MaskerOptions): Masker {
  // Drawn for each run: nobody can try out guesses on a file that somebody has exported.
  const key = randomBytes(32);
  const given = new Set<string>();
  const learned = new Map<string, SecretKind>();
  const givenIndex = createSecretIndex();
  const learnedIndex = createSecretIndex();

  function markOf(secret: string): string {
    return `[secret ${createHmac("sha256", key).update(secret).digest("hex").slice(0, 4)}]`;
  }

  function learn(secret: string, kind: SecretKind): void {
    const known = learned.get(secret);
    learned.delete(secret);
    learned.set(secret, known === "credential" ? known : kind);
    if (known !== undefined && known !== kind && kind === "credential") learnedIndex.delete(secret);
    if (known === undefined || (known !== kind && kind === "credential")) learnedIndex.add(secret, kind);
    const [oldest] = learned.keys();
    if (learned.size <= LOOKED_FOR_AT_MOST || oldest === undefined) return;
    learned.delete(oldest);
    learnedIndex.delete(oldest);
  }

  function takeGiven(): void {
    for (const secret of secrets()) {
      if (given.has(secret)) continue;
      given.add(secret);
      givenIndex.add(secret, "credential");
    }
  }

  function* findAll(text: string): Generator<Found & { at: number }> {
    takeGiven();
    const indexes: readonly SecretIndex[] = [givenIndex, learnedIndex];
    for (let at = 0; at < text.length; at += 1) {
      const [first, second] = indexes.map((index) => index.findAt(text, at));
      const found = (first?.length ?? 0) >= (second?.length ?? 0) ? first : second;
      if (found === undefined) continue;
      yield { ...found, at };
      at += found.length - 1;
    }
  }

  return {
    mark(secret, kind = "binding") {
      if (secret.length >= SHORTEST_LOOKED_FOR) learn(secret, kind);
      return markOf(secret);
    },
    mask(text) {
      const parts: string[] = [];
      let done = 0;
      for (const { secret, at, length } of findAll(text)) {
        parts.push(text.slice(done, at), markOf(secret));
        done = at + length;
      }
      return parts.length === 0 ? text : parts.join("") + text.slice(done);
    },
    holdsCredential(text) {
      for (const { kind } of findAll(text)) if (kind === "credential") return true;
      return false;
    },
  };
}
