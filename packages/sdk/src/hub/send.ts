import { envelopeOf, refusalBody } from "@joinery/contract";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import { HubRefusal, HubUnreachable, isPassing } from "./hub-errors.ts";

/** Milliseconds between attempts; their number bounds the attempts. */
const PAUSES = [200, 800, 2_000];

/** In milliseconds; what would take longer is not tried again: somebody is waiting for us, and no longer than this. */
const PATIENCE = 10_000;

/** One call of the hub's API. */
export interface HubCall<Schema extends z.ZodType> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Begins with a slash. */
  path: string;
  /** Sent as JSON; nothing is sent when left out. */
  body?: unknown;
  headers?: Record<string, string | undefined>;
  /** Schema of `data` in the envelope. */
  answer: Schema;
  /** Whether repeating it after an answer that got lost changes nothing. */
  repeatable: boolean;
}

/** Reads what came back: the data, or throws `HubRefusal` or `HubUnreachable`. */
export type AnswerReader = <Schema extends z.ZodType>(answer: Response, schema: Schema) => Promise<z.infer<Schema>>;

/** Sends calls with the integration's token; refusals become `HubRefusal`, passing failures are tried again. */
export function createSender(options: {
  hub: string;
  apiToken: string;
  fetch: Fetch;
  clock: Clock;
  readAnswer?: AnswerReader;
}) {
  const readAnswer = options.readAnswer ?? readHubAnswer;
  const once = async <Schema extends z.ZodType>(call: HubCall<Schema>): Promise<z.infer<Schema>> => {
    const headers = new Headers({ accept: "application/json", authorization: `Bearer ${options.apiToken}` });
    for (const [name, value] of Object.entries(call.headers ?? {})) if (value !== undefined) headers.set(name, value);
    if (call.body !== undefined) headers.set("content-type", "application/json");
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const answer = await options
      .fetch(`${options.hub}${call.path}`, { method: call.method, headers, body })
      .catch((cause) => {
        throw new HubUnreachable("The hub could not be reached.", { cause });
      });
    return readAnswer(answer, call.answer);
  };

  return async <Schema extends z.ZodType>(call: HubCall<Schema>): Promise<z.infer<Schema>> => {
    const until = options.clock.now().getTime() + PATIENCE;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await once(call);
      } catch (error) {
        const pause = PAUSES[attempt];
        if (pause === undefined || !call.repeatable || !isPassing(error)) throw error;
        const asked = error instanceof HubRefusal ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
        const wait = Math.max(pause, asked);
        if (options.clock.now().getTime() + wait > until) throw error;
        await options.clock.sleep(wait);
      }
    }
  };
}

const readHubAnswer: AnswerReader = async (answer, schema) => {
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) {
    const success = envelopeOf(z.unknown()).safeParse(body);
    const data = schema.safeParse(success.data?.data);
    if (success.success && data.success) return data.data;
    throw new HubUnreachable("The hub gave an answer that this SDK does not understand.");
  }
  const refused = refusalBody.safeParse(body);
  if (refused.success) throw new HubRefusal(answer.status, refused.data, retryAfterOf(answer));
  if (answer.status >= 500 || answer.status < 400) throw new HubUnreachable(`The hub answered ${answer.status}.`);
  throw new HubRefusal(answer.status, {
    code: "UNKNOWN",
    message: `The hub answered ${answer.status}.`,
    request_id: "",
  });
};

/** Seconds that the other side asks us to wait; `undefined` when it names none, or a date. */
export function retryAfterOf({ headers }: Response): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}
