import { type CommandDefinition, JSON_OPTION, WORKSHOP_OPTIONS } from "../command.ts";

export const INSPECT: CommandDefinition = {
  name: "inspect",
  summary: "Show what travelled between hub, integration, browser and external service.",
  about: [
    "Shows the exchanges that a running joinery dev has seen, one line each: who asked whom for what, the answer, how long it took, and what is wrong with it. Secrets are masked. With --json each line is a whole exchange, with headers and bodies.",
  ],
  options: [
    { flags: "--flow <id>", what: "Only the exchanges of this flow." },
    { flags: "--follow", what: "Go on with every new exchange, until Ctrl-C." },
    ...WORKSHOP_OPTIONS,
    JSON_OPTION,
  ],
  examples: [
    { line: "joinery inspect", what: "Everything since joinery dev was started." },
    { line: "joinery inspect --follow", what: "Keeps showing what travels." },
    {
      line: "joinery inspect --json | grep '\"passed\":false'",
      what: "Whole exchanges in which something that must hold did not, for a program to read.",
    },
  ],
  next: ["The page of joinery dev shows the same on a time line, with the checks and their explanations."],
  load: async () => (await import("./inspect.ts")).inspect,
};
