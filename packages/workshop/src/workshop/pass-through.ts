import type { HubMeans } from "../faults/passing-request.ts";
import { shapeRequest } from "../faults/shape-request.ts";
import type { FaultSwitches } from "./fault-switches.ts";
import { NotAnswered } from "./forward.ts";
import { withoutPart2 } from "./hub-request.ts";
import type { Inspector } from "./inspect.ts";
import type { Pass, PassingAnswer } from "./tap.ts";

/** What the tap does with each request: a hub that speaks part 1 only says less, faults act, everything is written down. */
export function passThrough({
  inspector,
  faults,
  means,
  speaksPart2,
}: {
  inspector: Pick<Inspector, "beginPassing">;
  faults: Pick<FaultSwitches, "passing">;
  means: HubMeans;
  speaksPart2: boolean;
}): Pass {
  return async (from, incoming, forward) => {
    const said = from === "hub" && !speaksPart2 ? withoutPart2(incoming) : incoming;
    const shaped = await shapeRequest(said, faults.passing(), means);
    const [refused] = shaped.refused;
    const answers: PassingAnswer[] = [];
    for (const request of shaped.requests) {
      const recording = inspector.beginPassing(from, request, shaped.faults[0] ?? null);
      try {
        // Whoever switched a fault on must not take an untouched request for one that it has shaped.
        if (refused !== undefined) throw new NotAnswered(refused.sentence);
        const answer = await forward(request);
        recording.answer(answer);
        answers.push(answer);
      } catch (error) {
        recording.fail(error instanceof NotAnswered ? error.message : "The workshop could not pass this on.");
        throw error;
      }
    }
    const chosen = shaped.answer === "first" ? answers[0] : answers.at(-1);
    if (chosen === undefined) throw new NotAnswered("Nothing was sent.");
    return chosen;
  };
}
