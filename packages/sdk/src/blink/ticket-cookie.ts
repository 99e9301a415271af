import { z } from "zod";
import { type BrowserCookies, createBrowserCookies } from "../http/browser-cookies.ts";
import { createSeal, type SealSettings } from "../seal.ts";
import { CONSENT_SECONDS } from "./limits.ts";

const ticketCookie = z.object({
  ticket: z.string(),
  userId: z.string(),
  state: z.string(),
  nonce: z.string(),
  pkceVerifier: z.string(),
  /** The customer's part of the service's host, once the person has said it. */
  site: z.string().optional(),
});

/** What the browser that pressed Continue keeps for us: without it a callback exchanges nothing. */
export type TicketCookie = z.infer<typeof ticketCookie>;
export type TicketCookies = BrowserCookies<TicketCookie>;

/** Reads and writes the sealed cookies of tickets; attributes as in contract 2.1, step 2. */
export function createTicketCookies(connectBase: URL, settings: SealSettings): TicketCookies {
  return createBrowserCookies({
    connectBase,
    seal: createSeal(settings, "joinery blink cookie v1", ticketCookie),
    idOf: ({ ticket }) => ticket,
    lifetimeSecondsOf: () => CONSENT_SECONDS,
  });
}
