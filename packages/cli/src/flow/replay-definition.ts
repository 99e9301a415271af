import { type CommandDefinition, JSON_OPTION, WORKSHOP_OPTIONS } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

export const REPLAY: CommandDefinition = {
  name: "replay",
  summary: "Do an exported flow again, and say what is different now.",
  about: [
    "Walks through the flow of a file again, in the running joinery dev: the same person, the same account, the same answer, the same faults. Then it lays the steps of then and now side by side.",
  ],
  arguments: [{ name: "<file>", what: "What joinery export has written." }],
  options: [...WORKSHOP_OPTIONS, JSON_OPTION],
  examples: [{ line: "joinery replay flow.json", what: "Shows every step, then and now." }],
  next: ["joinery inspect shows the exchanges of the new flow."],
  exitCodes: { [EXIT.ok]: "The steps are the same.", [EXIT.foundWrong]: "At least one step is different." },
  load: async () => (await import("./replay-flow.ts")).replayFlow,
};
