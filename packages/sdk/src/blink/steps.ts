import { ok, Problem, randomToken256 } from "@joinery/contract";
import { isSameText } from "../digests.ts";
import type { Grant } from "../external/grant.ts";
import { GrantNotKept, type GrantParts, obtainGrant } from "../external/obtain-grant.ts";
import { json, seeOther } from "../http/answers.ts";
import type { Call } from "../http/call.ts";
import { isFromOwnPage, readForm } from "../http/own-form.ts";
import type { Visit } from "../http/visit.ts";
import type { AccountsApi } from "../hub/accounts-api.ts";
import { describeError, type Log, within } from "../log.ts";
import type { Answered, QuestionSteps } from "../questions/question-steps.ts";
import { BlinkConnectEnded, type BlinkEnding } from "./endings.ts";
import { namelessPage, questionPage, type ShownPerson, toShownPerson } from "./question-page.ts";
import { saveAccount } from "./save-account.ts";
import type { States } from "./state.ts";
import type { TicketCookie, TicketCookies } from "./ticket-cookie.ts";
import type { Spending, SpentTickets, Ticket, Tickets } from "./tickets.ts";

export interface BlinkParts extends GrantParts {
  hub: AccountsApi;
  name: string;
  authId: string;
  connectBase: URL;
  tickets: Tickets;
  spentTickets: SpentTickets;
  states: States;
  cookies: TicketCookies;
  /** What is asked on a page of ours, for a service that needs it. */
  questions: QuestionSteps | undefined;
}

/**
 * Connect in Blink mode, step by step. Blink can't say whose browser finishes, so the person is asked by name, and the
 * browser that says yes must be the one that comes back. Each line that begins with `require` is a check: it passes, or
 * it ends the connection. Nothing is exchanged before the browser, the state, the first use and the issuer are checked.
 */
export function createBlinkSteps(parts: BlinkParts) {
  const { tickets, spentTickets, states, cookies, questions } = parts;
  const { wayIn } = parts.service;

  return {
    /** `POST /auth/<auth_id>`: the proxy secret and the user are already checked (`blink-mode.ts`). */
    async press(call: Call, authId: string): Promise<Response> {
      if (authId !== parts.authId) throw new Problem("AUTH_ID_NOT_FOUND");
      return json(ok({ authorization_url: await tickets.issue(call.userId) }));
    },

    /** `GET /connect/start/<ticket>`: names the person. Changes nothing, however often and by whatever it is opened. */
    async ask({ log }: Visit, sealed: string): Promise<Response> {
      const ticket = requireGoodTicket(await tickets.open(sealed));
      requireUnspent(ticket.id, await spentTickets.find(ticket.id));
      const person = await findPerson(ticket).catch((cause) => {
        log("warn", "person_not_found", { ticket: ticket.id, cause: describeError(cause) });
      });
      if (!person) return namelessPage(parts.name);
      const formToken = await tickets.formToken(ticket);
      return questionPage({ name: parts.name, person, formToken, connectBase: parts.connectBase });
    },

    /** `POST /connect/start/<ticket>`: *Continue* binds everything that follows to this browser; *This is not me* ends it. */
    async decide({ request, log }: Visit, sealed: string): Promise<Response> {
      requireOwnPage(request, parts.connectBase);
      const ticket = requireGoodTicket(await tickets.open(sealed));
      const form = await readForm(request);
      requireFormToken(await tickets.isFormTokenOf(ticket, form.get("form_token") ?? ""));
      requireUnspent(ticket.id, await spentTickets.find(ticket.id));
      if (requireChoice(form) === "stop") return stop(ticket);
      const cookie = (await cookies.find(request, ticket.id)) ?? (await drawCookie(ticket));
      const room = await cookies.makeRoom(request, ticket.id);
      if (questions !== undefined && cookie.site === undefined) {
        const page = `${parts.connectBase.origin}/connect/question/${ticket.id}`;
        return seeOther(page, [...room, await cookies.set(cookie)]);
      }
      if (wayIn.by === "own_code") {
        await requireFirstUse(ticket.id, "answered");
        return finish(cookie, () => wayIn.obtain({ id: cookie.userId }, log), log);
      }
      return goToService(cookie, room);
    },

    /** `GET /connect/question/<ticket>`, for services that need it: only for the browser that pressed Continue. */
    async askMore({ request }: Visit, ticket: string): Promise<Response> {
      const cookie = requireCookie(await cookies.find(request, ticket));
      requireUnspent(ticket, await spentTickets.find(ticket));
      return requireQuestions(questions).show({ ...cookie, id: ticket });
    },

    /** `POST /connect/question/<ticket>`: from our own page only, and five tries. */
    async answer({ request, log }: Visit, ticket: string): Promise<Response> {
      const cookie = requireCookie(await cookies.find(request, ticket));
      requireUnspent(ticket, await spentTickets.find(ticket));
      const ticketLog = within(log, { ticket, user: cookie.userId });
      const answered = await requireQuestions(questions).answer(request, { ...cookie, id: ticket }, ticketLog);
      if ("page" in answered) return answered.page;
      if ("over" in answered) return endQuestion(answered, ticket);
      if ("site" in answered) return goToService({ ...cookie, site: answered.site });
      await requireFirstUse(ticket, "answered");
      return finish(cookie, async () => answered.grant, log);
    },

    /** `GET /connect/callback`: five checks, then one token request, then the account is saved. */
    async callback({ request, url: { searchParams: answer }, log }: Visit): Promise<Response> {
      const state = answer.getAll("state").length === 1 ? (answer.get("state") ?? "") : "";
      const ticket = requireOurState(await states.ticketOf(state));
      const cookie = await requireStateOfThisBrowser(await cookies.find(request, ticket), ticket, state);
      await requireFirstUse(ticket, "answered");
      if (wayIn.by !== "redirect") throw new BlinkConnectEnded("failed", { ticket });
      const { site = null } = cookie;
      requireIssuer(await wayIn.issuerFits(answer, site).catch(endAsFailed), ticket);
      requireConsent(answer, ticket);
      return finish(cookie, () => wayIn.exchange(answer, cookie, site), log);
    },
  };

  async function goToService(cookie: TicketCookie, room: readonly string[] = []): Promise<Response> {
    if (wayIn.by !== "redirect") throw new BlinkConnectEnded("failed", { ticket: cookie.ticket });
    const location = await wayIn.authorizationUrl(cookie, { site: cookie.site ?? null }).catch(endAsFailed);
    return seeOther(location, [...room, await cookies.set(cookie)]);
  }

  /** Obtains access, once, for a ticket that is spent by now, and saves the account. */
  async function finish({ ticket, userId }: TicketCookie, obtain: () => Promise<Grant>, log: Log): Promise<Response> {
    const ticketLog = within(log, { ticket, user: userId });
    await obtainGrant(obtain, ticketLog, parts)
      .then((owned) => saveAccount(owned, { userId, log: ticketLog }, parts))
      .catch(endNotKept(ticket, ticketLog));
    return seeOther(`${parts.connectBase.origin}/connect/done`, [cookies.clear(ticket)]);
  }

  async function endQuestion({ over }: Extract<Answered, { over: unknown }>, ticket: string): Promise<never> {
    // A forged answer says nothing about the person whose ticket it is: theirs goes on.
    if (over === "forged") throw new BlinkConnectEnded("ended");
    await requireFirstUse(ticket, "declined");
    throw new BlinkConnectEnded(over === "cancelled" ? "declined" : "failed", { ticket });
  }

  async function findPerson(ticket: Ticket): Promise<ShownPerson | undefined> {
    const user = await parts.hub.findUser(ticket.userId);
    return user && toShownPerson(user);
  }

  async function drawCookie({ id, userId }: Ticket): Promise<TicketCookie> {
    const secrets = { state: await states.draw(id), nonce: randomToken256(), pkceVerifier: randomToken256() };
    return { ticket: id, userId, ...secrets };
  }

  async function stop(ticket: Ticket): Promise<Response> {
    await requireFirstUse(ticket.id, "declined");
    throw new BlinkConnectEnded("stopped", { ticket: ticket.id });
  }

  /** The check against stolen consent: the browser that pressed Continue, with exactly the state that it was given. */
  async function requireStateOfThisBrowser(
    cookie: TicketCookie | undefined,
    ticket: string,
    state: string,
  ): Promise<TicketCookie> {
    if (cookie !== undefined && (await isSameText(cookie.state, state))) return cookie;
    await requireFirstUse(ticket, "mismatch");
    throw new BlinkConnectEnded("ended", { ticket });
  }

  /** One consent for each ticket: remembered before anything is exchanged. */
  async function requireFirstUse(ticket: string, why: Spending): Promise<void> {
    if (await spentTickets.spend(ticket, why)) return;
    requireUnspent(ticket, (await spentTickets.find(ticket)) ?? why);
  }
}

function requireGoodTicket(ticket: Ticket | undefined): Ticket {
  if (ticket === undefined) throw new BlinkConnectEnded("expired");
  return ticket;
}

const SPENT_PAGES: Record<Spending, BlinkEnding> = { answered: "used", mismatch: "ended", declined: "stopped" };

function requireUnspent(ticket: string, spent: Spending | undefined): void {
  if (spent !== undefined) throw new BlinkConnectEnded(SPENT_PAGES[spent], { ticket });
}

function requireCookie(cookie: TicketCookie | undefined): TicketCookie {
  if (cookie === undefined) throw new BlinkConnectEnded("ended");
  return cookie;
}

function requireQuestions(questions: QuestionSteps | undefined): QuestionSteps {
  if (questions === undefined) throw new BlinkConnectEnded("ended");
  return questions;
}

function requireOwnPage(request: Request, connectBase: URL): void {
  if (!isFromOwnPage(request, connectBase)) throw new BlinkConnectEnded("ended");
}

function requireFormToken(isOfTicket: boolean): void {
  if (!isOfTicket) throw new BlinkConnectEnded("ended");
}

function requireChoice(form: URLSearchParams): "continue" | "stop" {
  const choice = form.get("choice");
  if (choice === "continue" || choice === "stop") return choice;
  throw new BlinkConnectEnded("ended");
}

function requireOurState(ticket: string | undefined): string {
  if (ticket === undefined) throw new BlinkConnectEnded("ended");
  return ticket;
}

/** An answer of another service is not believed, whatever it says (RFC 9207). */
function requireIssuer(fits: boolean, ticket: string): void {
  if (!fits) throw new BlinkConnectEnded("failed", { ticket });
}

function requireConsent(answer: URLSearchParams, ticket: string): void {
  if (answer.get("error") === "access_denied") throw new BlinkConnectEnded("declined", { ticket });
  if (answer.has("error") || answer.getAll("code").length !== 1) throw new BlinkConnectEnded("failed", { ticket });
}

function endAsFailed(cause: unknown): never {
  throw new BlinkConnectEnded("failed", { cause });
}

/** A grant that lives on, or of which nobody knows, must not end on a page that says nothing was linked. */
const endNotKept = (ticket: string, log: Log) => (cause: unknown) => {
  if (!(cause instanceof GrantNotKept)) throw cause;
  if (cause.end === "lives_on") log("error", "orphaned_grant", { external_account: cause.externalAccountId });
  throw new BlinkConnectEnded(cause.end === "withdrawn" ? "failed" : "unsettled", { ticket, cause });
};
