import { z } from "zod";
import { createSeal, type SealSettings } from "../seal.ts";
import type { Store } from "../store/store.ts";
import { TICKET_SECONDS } from "./limits.ts";

const ticket = z.object({ id: z.string(), userId: z.string() });

/** One press of Connect: whom it is for, under an id that is drawn for it. */
export type Ticket = z.infer<typeof ticket>;

/** Issues the authorization URLs of Blink mode: sealed, so that they name nobody, and new each time. */
export function createTickets(connectBase: URL, settings: SealSettings) {
  const seal = createSeal(settings, "joinery blink ticket v1", ticket);
  const formSeal = createSeal(settings, "joinery blink form v1", z.object({ ticket: z.string() }));

  return {
    async issue(userId: string): Promise<string> {
      const sealed = await seal.seal({ id: `b-${crypto.randomUUID()}`, userId }, TICKET_SECONDS);
      return `${connectBase.origin}/connect/start/${sealed}`;
    },
    /** `undefined` for one that is not ours or older than ten minutes. */
    open: async (sealed: string): Promise<Ticket | undefined> => (await seal.open(sealed))?.value,

    /** Shows that the page which names the person was made, for this ticket. */
    formToken: (of: Ticket): Promise<string> => formSeal.seal({ ticket: of.id }, TICKET_SECONDS),
    isFormTokenOf: async (of: Ticket, token: string): Promise<boolean> =>
      (await formSeal.open(token))?.value.ticket === of.id,
  };
}

export type Tickets = ReturnType<typeof createTickets>;

/** Why a ticket is spent: it was answered at the external service, met another browser, or was declined on our page. */
const spending = z.enum(["answered", "mismatch", "declined"]);
export type Spending = z.infer<typeof spending>;

/** Remembers tickets that are over, for as long as anything could be done with them. */
export function createSpentTickets(store: Store, rememberedSeconds: number) {
  const keyOf = (ticketId: string) => `ticket/${ticketId}`;
  return {
    /** Whether the ticket was not spent before; of two at the same moment one wins. */
    spend: (ticketId: string, why: Spending): Promise<boolean> =>
      store.putIfAbsent(keyOf(ticketId), why, rememberedSeconds),
    async find(ticketId: string): Promise<Spending | undefined> {
      const found = await store.find(keyOf(ticketId));
      return found === undefined ? undefined : (spending.safeParse(found).data ?? "mismatch");
    },
  };
}

export type SpentTickets = ReturnType<typeof createSpentTickets>;
