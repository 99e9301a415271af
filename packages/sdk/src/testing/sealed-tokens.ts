import { createTokenSealer } from "../sealed/token-sealer.ts";
import { SERVICE_ID } from "./fake-hub.ts";

/** Keys of three years, and one that nobody lists. */
export const KEYS = {
  current: `${"c".repeat(42)}A`,
  former: `${"f".repeat(42)}A`,
  lost: `${"l".repeat(42)}A`,
};

/** Two tokens of somebody as an integration stores them. */
export async function sealTokens(
  tokens: { access_token: string; refresh_token?: string },
  { key = KEYS.current, userId, serviceId = SERVICE_ID }: { key?: string; userId: string; serviceId?: string },
) {
  const sealer = createTokenSealer({ keys: [key] }, { serviceId });
  const { access_token: access, refresh_token: refresh } = tokens;
  return {
    access_token: await sealer.seal(access, { userId, field: "access_token" }),
    ...(refresh === undefined ? {} : { refresh_token: await sealer.seal(refresh, { userId, field: "refresh_token" }) }),
  };
}

/** The key that a stored token names. */
export function keyIdOf(stored: unknown): string | undefined {
  const [header = ""] = String(stored).split(".");
  try {
    return JSON.parse(atob(header.replaceAll("-", "+").replaceAll("_", "/"))).kid;
  } catch {
    return undefined;
  }
}
