import { FLOW_LIMITS } from "@joinery/contract";
import { EncryptJWT, jwtDecrypt } from "jose";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import { deriveKey } from "../digests.ts";

/** Cookies of this kind that a browser may hold; a sixth drives out the oldest (contract 2.1, step 2). */
const MOST_COOKIES = 5;
/** The flow's prefix in a cookie's name: `f-` and the first eight digits. The whole id is inside. */
const FLOW_PREFIX_LENGTH = 10;

const begun = z.object({ phase: z.literal("begun"), flow: z.string(), verifier: z.string() });
const redeemed = z.object({
  phase: z.literal("redeemed"),
  flow: z.string(),
  userId: z.string(),
  state: z.string(),
  nonce: z.string(),
  pkceVerifier: z.string(),
  loginHint: z.string().optional(),
});
const flowCookie = z.discriminatedUnion("phase", [begun, redeemed]);

/** What the browser keeps for us between the steps: the SDK itself remembers nothing. */
export type FlowCookie = z.infer<typeof flowCookie>;
export type RedeemedCookie = z.infer<typeof redeemed>;

const LIFETIME_SECONDS = { begun: FLOW_LIMITS.verifySeconds, redeemed: FLOW_LIMITS.claimSeconds } as const;

/** Reads and writes the sealed cookies of flows (contract 2.1, steps 2 to 5). */
export function createFlowCookies(options: { connectBase: URL; serviceId: string; secret: string; clock: Clock }) {
  const { connectBase, serviceId, clock } = options;
  const key = deriveKey(options.secret, "joinery flow cookie v1");
  const isHttps = connectBase.protocol === "https:";
  // Cookies ignore ports: on a loopback address the port keeps the parties of one machine apart.
  const family = isHttps ? "__Host-joinery-" : `joinery-${connectBase.port || "80"}-`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isHttps ? "; Secure" : ""}`;
  const nameOf = (flow: string) => family + flow.slice(0, FLOW_PREFIX_LENGTH);

  const open = async (sealed: string): Promise<{ cookie: FlowCookie; issuedAt: number } | undefined> => {
    try {
      const { payload } = await jwtDecrypt(sealed, await key, {
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
        audience: serviceId,
        currentDate: clock.now(),
        requiredClaims: ["exp", "iat"],
      });
      return { cookie: flowCookie.parse(payload.cookie), issuedAt: payload.iat ?? 0 };
    } catch {
      return undefined;
    }
  };

  return {
    /** Finds the cookie of a flow: `undefined` when there is none, more than one, or one that we did not seal. */
    async find(request: Request, flow: string): Promise<FlowCookie | undefined> {
      const [value, ...others] = readCookies(request).filter(({ name }) => name === nameOf(flow));
      if (value === undefined || others.length > 0) return undefined;
      const opened = await open(value.value);
      return opened?.cookie.flow === flow ? opened.cookie : undefined;
    },

    /** Seals a cookie into a `Set-Cookie` header. */
    async set(cookie: FlowCookie): Promise<string> {
      const issuedAt = Math.floor(clock.now().getTime() / 1_000);
      const lifetime = LIFETIME_SECONDS[cookie.phase];
      const sealed = await new EncryptJWT({ cookie })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setAudience(serviceId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetime)
        .encrypt(await key);
      return `${nameOf(cookie.flow)}=${sealed}; Max-Age=${lifetime}; ${attributes}`;
    },

    /** A `Set-Cookie` header that removes the cookie of a flow. */
    clear: (flow: string): string => `${nameOf(flow)}=; Max-Age=0; ${attributes}`,

    /** `Set-Cookie` headers that make room for one more flow, by removing the oldest of ours. */
    async makeRoom(request: Request, flow: string): Promise<string[]> {
      const others = readCookies(request).filter(({ name }) => name.startsWith(family) && name !== nameOf(flow));
      const opened = await Promise.all(others.map(async ({ name, value }) => ({ name, opened: await open(value) })));
      const ours = opened.flatMap(({ name, opened: found }) => (found ? [{ name, issuedAt: found.issuedAt }] : []));
      ours.sort((a, b) => a.issuedAt - b.issuedAt);
      const tooMany = Math.max(0, ours.length - (MOST_COOKIES - 1));
      return ours.slice(0, tooMany).map(({ name }) => `${name}=; Max-Age=0; ${attributes}`);
    },
  };
}

export type FlowCookies = ReturnType<typeof createFlowCookies>;

function readCookies(request: Request): { name: string; value: string }[] {
  const pairs = (request.headers.get("cookie") ?? "").split(";");
  return pairs.map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return { name: name.trim(), value: value.join("=").trim() };
  });
}
