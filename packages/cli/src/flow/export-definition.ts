import { type CommandDefinition, JSON_OPTION, WORKSHOP_OPTIONS } from "../command.ts";

export const EXPORT: CommandDefinition = {
  name: "export",
  summary: "Write a flow to a file that can be shown to others and replayed.",
  about: [
    "Writes everything that travelled in one flow: hub, integration, browser, external service. Secrets are masked, so the file can be attached to a ticket; look at it before you do.",
  ],
  arguments: [
    { name: "<flow>", what: "The flow, as joinery inspect names it." },
    { name: "[file]", what: "Where to write; stdout unless given. An existing file is never overwritten." },
  ],
  options: [...WORKSHOP_OPTIONS, JSON_OPTION],
  examples: [
    { line: "joinery export f-6f1c1f0e-6f0b-4f86-9c39-0d8e2f5a7b11 flow.json", what: "Writes the flow to flow.json." },
  ],
  next: ["joinery replay flow.json does the same again and says what has changed."],
  load: async () => (await import("./export-flow.ts")).exportFlow,
};
