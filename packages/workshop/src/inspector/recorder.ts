import { AsyncLocalStorage } from "node:async_hooks";
import type { Exchange, FaultId, Party } from "@joinery/contract/workshop";
import { judge } from "./checks/judge.ts";
import { createCorrelator } from "./correlate.ts";
import { createMasker } from "./masker.ts";
import { type HeaderSource, type SentRequest, type SentResponse, toHeaderPairs } from "./messages.ts";
import { type BodyTap, type PassedBody, passedBody } from "./passed-body.ts";
import { presentExchange, type RawExchange } from "./present-exchange.ts";
import { createRepetitions } from "./repetitions.ts";
import type { WorkshopFacts } from "./seen.ts";
import { stepOf } from "./step-of.ts";

/** A body in front of the recorder; a tap when it is still on its way. */
export type RecordableBody = Uint8Array | string | BodyTap | null | undefined;

/** A request as it is sent, with its secrets. They are masked before anything is shown. */
export interface ExchangeDraft {
  from: Party;
  to: Party;
  method: string;
  /** Absolute. */
  url: string;
  headers: HeaderSource;
  body?: RecordableBody;
  /** The fault that shaped it. */
  fault?: FaultId | null;
}

/** An exchange under way. The first of `answer` and `fail` counts; both answer the exchange as it is shown. */
export interface Recording {
  readonly id: string;
  answer(status: number, headers: HeaderSource, body?: RecordableBody): Exchange;
  /** No answer came. */
  fail(reason: string): Exchange;
}

/** Narrows a list; what is left out does not narrow. `after`: the id of the last exchange that is known already. */
export interface ExchangeQuery {
  flow?: string | undefined;
  after?: string | undefined;
}

/** Looks at everything that passes between the four parties, and keeps it masked, in memory. */
export interface Recorder {
  begin(draft: ExchangeDraft): Recording;
  /** Oldest first. */
  list(query?: ExchangeQuery): readonly Exchange[];
  find(id: string): Exchange | undefined;
  /** The request as it was sent, to send it again; with its secrets, so it stays in the process. */
  originalOf(id: string): SentRequest | undefined;
  /** Does something, and marks the hub's requests to the integration in it as repeating that exchange; answers their ids. */
  repeat(id: string, work: () => Promise<unknown>): Promise<readonly string[]>;
  /** Does something, and labels the hub's requests to the integration in it as shaped by that fault. */
  shape<Result>(fault: FaultId, work: () => Promise<Result>): Promise<Result>;
  /** Called when an exchange begins and whenever it changes. Answers a function that ends it. */
  onChange(listener: (exchange: Exchange) => void): () => void;
}

/** What a recorder needs. */
export interface RecorderOptions {
  clock: () => Date;
  /** Everything that must never be shown: proxy secrets, API tokens, client secrets. */
  secrets: readonly string[] | (() => readonly string[]);
  /** For the checks beside the exchanges; without it nothing is judged. */
  facts?: () => WorkshopFacts | undefined;
  /** How many exchanges are kept; 2,000 unless given. */
  limit?: number;
  /** How long the bodies that are kept may be together, in bytes; 64 MB unless given. */
  bodyLimit?: number;
}

/** Why the workshop itself lets the hub send something. */
interface Purpose {
  repeats: string | null;
  fault: FaultId | null;
  /** Ids of what was begun for it. */
  begun: string[];
}

interface Kept {
  exchange: Exchange;
  original: SentRequest;
}

const LIMIT = 2_000;
const BODY_LIMIT = 64 * 1024 * 1024;
const UNREADABLE = new URL("http://unreadable.invalid/");

/** Creates a recorder that forgets its oldest exchanges beyond the limit. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { clock, secrets, facts = () => undefined, limit = LIMIT, bodyLimit = BODY_LIMIT } = options;
  const masker = createMasker({ secrets: () => (typeof secrets === "function" ? secrets() : secrets) });
  const correlator = createCorrelator();
  const isRepeated = createRepetitions();
  const kept = new Map<string, Kept>();
  const listeners = new Set<(exchange: Exchange) => void>();
  const purpose = new AsyncLocalStorage<Purpose>();
  let count = 0;
  let bodies = 0;

  function tell(exchange: Exchange, original: SentRequest): Exchange {
    bodies += weightOf({ exchange, original }) - weightOf(kept.get(exchange.id));
    kept.set(exchange.id, { exchange, original });
    for (const listener of listeners) listener(exchange);
    return exchange;
  }

  function forgetOldest(): void {
    for (const [id, oldest] of kept) {
      if (kept.size === 1 || (kept.size <= limit && bodies <= bodyLimit)) return;
      bodies -= weightOf(oldest);
      kept.delete(id);
    }
  }

  function rename(from: string, to: string): void {
    const meant = [...kept.values()].filter(({ exchange }) => exchange.flow === from);
    for (const { exchange, original } of meant) tell({ ...exchange, flow: to }, original);
  }

  const list = ({ flow, after }: ExchangeQuery = {}) => {
    const known = after === undefined ? 0 : numberOf(after);
    const all = [...kept.values()].map(({ exchange }) => exchange);
    return all.filter(({ id, flow: own }) => numberOf(id) > known && (flow === undefined || own === flow));
  };

  function checksOf(raw: RawExchange, response: SentResponse | null, durationMs: number): Exchange["checks"] {
    const known = facts();
    if (known === undefined) return [];
    const { flow, userId } = raw.belonging;
    const earlier = flow === null ? [] : list({ flow }).filter(({ id }) => numberOf(id) < numberOf(raw.id));
    const since = earlier[0]?.id ?? raw.id;
    const hasUnplaced = (step: string) => list({ after: since }).some((one) => one.flow === null && one.step === step);
    const context = { facts: known, isRepeated, earlier, hasUnplaced, holdsCredential: masker.holdsCredential };
    return judge({ ...raw, ...context, flow, userId, response, durationMs });
  }

  return {
    begin(draft) {
      const { from, to } = draft;
      count += 1;
      const known = from === "hub" && to === "integration" ? purpose.getStore() : undefined;
      known?.begun.push(`x-${count}`);
      const fault = draft.fault ?? known?.fault ?? null;
      const repeats = known?.repeats ?? null;
      const request = requestOf(draft);
      const sighted = correlator.begin({ from, to, request }, stepOf({ from, to, request }));
      const asked = { id: `x-${count}`, at: clock(), from, to, fault, repeats };
      const begun: RawExchange = { ...asked, step: sighted.step, belonging: sighted.belonging, request, end: null };
      tell(presentExchange(begun, masker), request);
      forgetOldest();

      function end(response: SentResponse | null, failure: string | null): Exchange {
        const shown = kept.get(asked.id)?.exchange ?? presentExchange(begun, masker);
        if (shown.duration_ms !== null) return shown;
        // A body that was still on its way has arrived now, and a form may say what the step was.
        sighted.request = requestOf(draft);
        sighted.step = stepOf(sighted);
        const { belonging, renamed } = correlator.end(sighted, response);
        if (renamed !== null) rename(renamed.from, renamed.to);
        const raw: RawExchange = { ...begun, step: sighted.step, belonging, request: sighted.request };
        const durationMs = Math.max(0, clock().getTime() - asked.at.getTime());
        const checks = checksOf(raw, response, durationMs);
        const exchange = presentExchange({ ...raw, end: { durationMs, response, failure, checks } }, masker);
        return kept.has(asked.id) ? tell(exchange, sighted.request) : exchange;
      }

      return {
        id: asked.id,
        answer: (status, headers, body) => end({ status, headers: toHeaderPairs(headers), body: read(body) }, null),
        fail: (reason) => end(null, reason),
      };
    },
    list,
    find: (id) => kept.get(id)?.exchange,
    originalOf: (id) => kept.get(id)?.original,
    async repeat(id, work) {
      const begun: string[] = [];
      await purpose.run({ repeats: id, fault: null, begun }, work);
      return begun;
    },
    shape: (fault, work) => purpose.run({ repeats: null, fault, begun: [] }, work),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What an exchange holds on to, beside a few words. */
function weightOf(kept: Kept | undefined): number {
  if (kept === undefined) return 0;
  const { request, response } = kept.exchange;
  return kept.original.body.bytes.byteLength + (request.body.text?.length ?? 0) + (response?.body.text?.length ?? 0);
}

function requestOf({ method, url, headers, body }: ExchangeDraft): SentRequest {
  return {
    method: method.toUpperCase(),
    url: URL.parse(url) ?? UNREADABLE,
    headers: toHeaderPairs(headers),
    body: read(body),
  };
}

function read(body: RecordableBody): PassedBody {
  return typeof body === "object" && body !== null && "read" in body ? body.read() : passedBody(body);
}

function numberOf(id: string): number {
  return Number(id.slice("x-".length)) || 0;
}
