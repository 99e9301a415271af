import type { SecretKind } from "./masker.ts";

/** A secret in one of its spellings, where it stands in a text. */
export interface Found {
  secret: string;
  kind: SecretKind;
  length: number;
}

/** Finds any of many secrets in a text while the text is read once. */
export interface SecretIndex {
  add(secret: string, kind: SecretKind): void;
  delete(secret: string): void;
  /** The longest secret that begins at this place. */
  findAt(text: string, at: number): Found | undefined;
}

interface Entry extends Found {
  spelling: string;
}

/** Entries are looked up by how they begin; a thousand secrets cost one look-up for each place in the text. */
const BEGINNING = 6;

export function createSecretIndex(): SecretIndex {
  const entries = new Map<string, Entry[]>();
  const begin = (spelling: string) => spelling.slice(0, BEGINNING);
  return {
    add(secret, kind) {
      for (const spelling of spellingsOf(secret)) {
        // Hardly a secret, and every second word would be one.
        if (spelling.length < BEGINNING) continue;
        const same = entries.get(begin(spelling)) ?? [];
        same.push({ secret, kind, spelling, length: spelling.length });
        entries.set(
          begin(spelling),
          same.sort((a, b) => b.length - a.length),
        );
      }
    },
    delete(secret) {
      for (const spelling of spellingsOf(secret)) {
        const rest = (entries.get(begin(spelling)) ?? []).filter((entry) => entry.secret !== secret);
        if (rest.length === 0) entries.delete(begin(spelling));
        else entries.set(begin(spelling), rest);
      }
    },
    findAt: (text, at) =>
      entries.get(text.slice(at, at + BEGINNING))?.find(({ spelling }) => text.startsWith(spelling, at)),
  };
}

/** How a secret looks in a URL, in JSON, and in Base64: a text that only re-spells it gives it away all the same. */
function spellingsOf(secret: string): ReadonlySet<string> {
  const base64 = Buffer.from(secret).toString("base64").replace(/=+$/, "");
  const base64url = Buffer.from(secret).toString("base64url");
  const inForm = new URLSearchParams({ x: secret }).toString().slice(2);
  return new Set([secret, encodeURIComponent(secret), inForm, JSON.stringify(secret).slice(1, -1), base64, base64url]);
}
