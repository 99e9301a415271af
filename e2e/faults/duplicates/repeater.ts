import type { Counters } from "../world/counters.ts";
import type { AroundRequest, FrontAnswer, FrontRequest } from "../world/front-around.ts";
import { kindOf, type RequestKind } from "./kinds.ts";

/** What becomes of one request: it is sent once, and so often again. */
export interface Repeat {
  /** How many copies go along with it. */
  together: number;
  /** A copy each, sent when so many more requests have been made. */
  late: readonly number[];
  /** Which of the answers counts, in turn. */
  answer: number;
}

/** Whose requests are repeated. */
export interface Repeated {
  userId: string;
  cookie: string;
}

interface LateCopy {
  kind: RequestKind;
  requestsLeft: number;
  send: () => Promise<unknown>;
}

/** Repeats the requests that are made by somebody or for them, on the way through both fronts. */
export function createRepeater(counters: Counters) {
  let repeated: Repeated | undefined;
  let repeats: readonly Repeat[] = [];
  let turn = 0;
  const flows = new Set<string>();
  const waiting = new Set<LateCopy>();
  const underWay = new Set<Promise<unknown>>();

  function isTheirs({ url, headers }: FrontRequest): boolean {
    if (repeated === undefined) return false;
    const { userId, cookie } = repeated;
    const isForThem = headers["blink-auth-userid"] === userId;
    const started = isForThem ? headers["joinery-flow"] : undefined;
    if (started !== undefined) flows.add(String(started));
    const [flow = ""] = /f-[0-9a-f-]{36}/.exec(url) ?? [];
    return isForThem || url.includes(userId) || headers.cookie?.includes(cookie) === true || flows.has(flow);
  }

  function sendLate(copy: LateCopy): void {
    waiting.delete(copy);
    counters.count(`late ${copy.kind.name}`);
    const sending = copy.send().finally(() => underWay.delete(sending));
    underWay.add(sending);
  }

  function passTime(): void {
    for (const copy of waiting) {
      copy.requestsLeft -= 1;
      if (copy.requestsLeft < 0) sendLate(copy);
    }
  }

  return {
    /** From now on these repeats are taken in turn, for the requests of this person. */
    use(next: readonly Repeat[], person: Repeated): void {
      repeats = next;
      repeated = person;
      turn = 0;
    },
    around(at: RequestKind["at"]): AroundRequest {
      return async (request, sendOn) => {
        const kind = kindOf(at, request);
        if (kind === undefined || !isTheirs(request)) return sendOn();
        passTime();
        const { together, late, answer } = repeats[turn % repeats.length] ?? { together: 0, late: [], answer: 0 };
        turn += 1;
        const copies = kind.isNeverLate ? together + late.length : together;
        if (copies > 0) counters.count(`repeated ${kind.name}`);
        const answers = await Promise.all(Array.from({ length: 1 + copies }, () => sendOn()));
        // Only now: an answer that is thrown away must not be the one that counts.
        for (const requestsLeft of kind.isNeverLate ? [] : late) waiting.add({ kind, requestsLeft, send: sendOn });
        return choose(answers, kind, answer);
      };
    },
    /** Sends what is still to come, all at once, and waits until everything is answered. */
    async flush(): Promise<void> {
      for (const copy of waiting) sendLate(copy);
      await Promise.all(underWay);
      flows.clear();
    },
  };
}

function choose(answers: readonly FrontAnswer[], { isTheOne }: RequestKind, turn: number): FrontAnswer | undefined {
  return answers.find((answer) => isTheOne?.(answer)) ?? answers[turn % answers.length];
}
