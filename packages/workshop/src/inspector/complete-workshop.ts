import type { Workshop } from "@joinery/contract/workshop";
import { exportFlow } from "./flow-file.ts";
import type { Recorder } from "./recorder.ts";
import { replayFlow } from "./replay.ts";
import { type SendFresh, sendAgain } from "./send-again.ts";
import { shapingFault } from "./shaping-fault.ts";

/** What the inspector adds to what a workshop does. */
export type InspectorActs = Pick<Workshop, "exchanges" | "sendAgain" | "exportFlow" | "replayFlow">;

/** Makes a whole workshop of one that can act, and of what was recorded while it did. */
export function completeWorkshop(
  acts: Omit<Workshop, keyof InspectorActs>,
  { recorder, sendFresh, clock = () => new Date() }: { recorder: Recorder; sendFresh: SendFresh; clock?: () => Date },
): Workshop {
  const workshop: Workshop = {
    ...acts,
    send(request) {
      const fault = shapingFault(request);
      return fault === null ? acts.send(request) : recorder.shape(fault, () => acts.send(request));
    },
    exchanges: async (query) => recorder.list(query),
    sendAgain: (id) => sendAgain(id, recorder, sendFresh),
    async exportFlow(flow) {
      return exportFlow({ flow, exchanges: recorder.list({ flow }), view: await acts.describe(), at: clock() });
    },
    replayFlow: (file) => replayFlow(file, workshop),
  };
  return workshop;
}
