/** A ticket of the help desk. */
export interface Ticket {
  /** For example `AD-1001`. */
  id: string;
  title: string;
  text: string;
  /** User name of the person it was filed for. */
  account: string;
  /** The name of the connected app that filed it. */
  filedBy: string;
  /** ISO 8601. */
  createdAt: string;
}

/** The most tickets kept; beyond it the oldest goes. */
const TICKET_LIMIT = 2_000;
const FIRST_NUMBER = 1001;

export interface Tickets {
  file(ticket: Omit<Ticket, "id" | "createdAt">): Ticket;
  /** Newest first; all of them, or those of one account. */
  list(account?: string): Ticket[];
  find(id: string): Ticket | undefined;
}

/** What the ticket list needs: the time, tickets of an earlier run, and whom to tell about a new one. */
export interface TicketsDeps {
  clock: () => Date;
  earlier?: readonly Ticket[];
  onChange?: () => void;
}

/** Creates the list of tickets. Numbers go on where an earlier run ended. */
export function createTickets({ clock, earlier = [], onChange }: TicketsDeps): Tickets {
  const tickets = new Map(earlier.map((ticket) => [ticket.id, ticket]));
  let next = Math.max(FIRST_NUMBER - 1, ...earlier.map((ticket) => Number(ticket.id.slice("AD-".length)))) + 1;
  return {
    file(fields) {
      const ticket = { id: `AD-${next}`, createdAt: clock().toISOString(), ...fields };
      next += 1;
      tickets.set(ticket.id, ticket);
      for (const oldest of tickets.keys()) {
        if (tickets.size <= TICKET_LIMIT) break;
        tickets.delete(oldest);
      }
      onChange?.();
      return ticket;
    },
    list: (account) =>
      [...tickets.values()].filter((ticket) => account === undefined || ticket.account === account).reverse(),
    find: (id) => tickets.get(id),
  };
}
