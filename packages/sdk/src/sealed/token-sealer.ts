import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from "jose";
import { z } from "zod";
import { readSealKey, type SealKey } from "./seal-key.ts";
import type { SealedOptions } from "./sealed-options.ts";

/** The fields of a linked account that are sealed. */
export type TokenField = "access_token" | "refresh_token";

/** What a sealed token belongs to; it opens nowhere else. */
export interface TokenPlace {
  userId: string;
  field: TokenField;
}

/**
 * What came of opening: the token, and whether the first key sealed it; or why it can't be read: it is not sealed, it was
 * sealed with a key that is not listed, or it was changed, or made for somebody or something else.
 */
export type Opened =
  | { token: string; isCurrent: boolean }
  | { token: undefined; why: "unsealed" | "unknown_key" | "not_ours" };

/** Seals tokens so that whoever stores them can't read, exchange or make one. */
export interface TokenSealer {
  seal(token: string, place: TokenPlace): Promise<string>;
  open(stored: string, place: TokenPlace): Promise<Opened>;
}

/** Tells what we have sealed from what a service issued: some services issue tokens of the same form. */
const TYPE = "joinery-sealed";
const ALGORITHMS = { alg: "dir", enc: "A256GCM" } as const;

/** Where it belongs is inside, so that it is as secret and as fixed as the token. Short names: stores have limits. */
const contents = z.object({ t: z.string(), s: z.string(), u: z.string(), f: z.string() });

const utf8 = new TextEncoder();

/**
 * Seals with the first of the keys, opens with each of them: compact JWE, `dir` with A256GCM (RFC 7516; RFC 7518, 4.5 and
 * 5.3). The same token never gives the same text twice.
 */
export function createTokenSealer(
  { keys, acceptUnsealed = false }: SealedOptions,
  { serviceId }: { serviceId: string },
): TokenSealer {
  const ring = Promise.all(keys.map(readSealKey));

  return {
    async seal(token, { userId, field }) {
      const [current] = await ring;
      const plain = utf8.encode(JSON.stringify({ t: token, s: serviceId, u: userId, f: field }));
      return new CompactEncrypt(plain)
        .setProtectedHeader({ ...ALGORITHMS, typ: TYPE, kid: requireKey(current).id })
        .encrypt(requireKey(current).bytes);
    },

    async open(stored, { userId, field }) {
      const header = headerOf(stored);
      if (header?.typ !== TYPE) {
        return acceptUnsealed ? { token: stored, isCurrent: false } : { token: undefined, why: "unsealed" };
      }
      const known = await ring;
      const key = known.find(({ id }) => id === header.kid);
      if (key === undefined) return { token: undefined, why: "unknown_key" };
      const opened = await decrypt(stored, key);
      const isInPlace = opened?.s === serviceId && opened.u === userId && opened.f === field;
      return isInPlace ? { token: opened.t, isCurrent: key === known[0] } : { token: undefined, why: "not_ours" };
    },
  };
}

async function decrypt(stored: string, { bytes }: SealKey): Promise<z.infer<typeof contents> | undefined> {
  try {
    const { plaintext } = await compactDecrypt(stored, bytes, {
      keyManagementAlgorithms: [ALGORITHMS.alg],
      contentEncryptionAlgorithms: [ALGORITHMS.enc],
    });
    return contents.parse(JSON.parse(new TextDecoder().decode(plaintext)));
  } catch {
    return undefined;
  }
}

function headerOf(stored: string): { typ?: unknown; kid?: unknown } | undefined {
  // Five parts (RFC 7516, 7.1): three would be a token that the service has signed.
  if (stored.split(".").length !== 5) return undefined;
  try {
    return decodeProtectedHeader(stored);
  } catch {
    return undefined;
  }
}

/** The options were checked: there is a first key. */
function requireKey(key: SealKey | undefined): SealKey {
  if (key === undefined) throw new TypeError("sealed.keys is empty");
  return key;
}
