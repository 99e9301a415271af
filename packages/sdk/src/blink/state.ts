import { randomToken256, toBase64Url } from "@joinery/contract";
import { deriveKey, isSameText } from "../digests.ts";

/**
 * Draws `state` values, `<ticket>.<256 random bits>.<stamp>`. Whether one belongs to a browser is decided by its cookie;
 * the stamp only shows that we drew it, so that nobody can fill our memory with tickets that never were.
 */
export function createStates(options: { secret: string; serviceId: string }) {
  const key = deriveKey(options.secret, `joinery blink state v1 ${options.serviceId}`).then((bytes) =>
    crypto.subtle.importKey("raw", bytes as Uint8Array<ArrayBuffer>, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]),
  );
  const stampOf = async (text: string) =>
    toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", await key, new TextEncoder().encode(text))));

  return {
    async draw(ticketId: string): Promise<string> {
      const text = `${ticketId}.${randomToken256()}`;
      return `${text}.${await stampOf(text)}`;
    },
    /** The ticket that a state was drawn for; `undefined` when we did not draw it. */
    async ticketOf(state: string): Promise<string | undefined> {
      const [ticketId = "", random = "", stamp = "", ...more] = state.split(".");
      const isOurs = more.length === 0 && (await isSameText(stamp, await stampOf(`${ticketId}.${random}`)));
      return isOurs ? ticketId : undefined;
    },
  };
}

export type States = ReturnType<typeof createStates>;
