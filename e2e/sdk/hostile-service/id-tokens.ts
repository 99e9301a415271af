import { createHmac } from "node:crypto";
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair } from "jose";

/** What is wrong with an id token. */
export interface IdTokenLie {
  /** Changes or, with `undefined`, removes claims. */
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  /** Who signs it; the service's own key unless given. */
  signedBy?: "nobody" | "somebody-else" | "client-secret" | "public-key" | "garbage";
  /** Puts something else in its place. */
  instead?: (honest: string) => unknown;
}

/** The keys of a service, and those of somebody else. Made once: they are slow to make and never change. */
export async function createIdTokens(clientSecret: string) {
  const [own, others] = await Promise.all([generate(), generate()]);
  const jwks = { keys: [{ ...(await exportJWK(own.publicKey)), kid: "service-1", alg: "ES256", use: "sig" }] };
  const publicPem = await exportSPKI(own.publicKey);

  async function sign(honest: Record<string, unknown>, lie: IdTokenLie = {}): Promise<unknown> {
    const claims = withoutUndefined({ ...honest, ...lie.claims });
    const header = { alg: "ES256", kid: "service-1", ...lie.header };
    const token = await signAs(lie.signedBy, claims, header);
    return lie.instead ? lie.instead(token) : token;
  }

  async function signAs(signer: IdTokenLie["signedBy"], claims: object, header: Record<string, unknown>) {
    switch (signer) {
      case "nobody":
        return `${unsigned(claims, { ...header, alg: "none" })}.`;
      case "client-secret":
        return withHmac(claims, header, clientSecret);
      case "public-key":
        return withHmac(claims, header, publicPem);
      case "garbage":
        return `${unsigned(claims, header)}.${Buffer.alloc(64, 7).toString("base64url")}`;
      default:
        return withKey(claims, header, signer === "somebody-else" ? others.privateKey : own.privateKey);
    }
  }

  return { jwks, sign };
}

export type IdTokens = Awaited<ReturnType<typeof createIdTokens>>;

const generate = () => generateKeyPair("ES256", { extractable: true });

/** Claims and header that jose would refuse to sign are put together by hand. */
async function withKey(claims: object, header: Record<string, unknown>, key: CryptoKey): Promise<string> {
  const input = unsigned(claims, header);
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(input)));
  return `${input}.${Buffer.from(signature).toString("base64url")}`;
}

function withHmac(claims: object, header: Record<string, unknown>, secret: string): string {
  const input = unsigned(claims, { ...header, alg: "HS256" });
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

function unsigned(claims: object, header: object): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
}

function withoutUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
