import { type CommandDefinition, JSON_OPTION } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

export const HUB_MIGRATE: CommandDefinition = {
  name: "hub migrate",
  summary: "Bring the hub's database up to date, and say what was done.",
  about: [
    "`joinery hub serve` does the same when it starts. Use it as a step of its own before an upgrade: hubs of the version before go on working on the new schema.",
    "It reads the same settings as `joinery hub serve`. Several at once wait for each other. One that is killed half-way has done nothing. There is no way back: take a backup before an upgrade.",
  ],
  options: [JSON_OPTION],
  examples: [
    { line: "joinery hub migrate", what: "One line for each step that was taken." },
    { line: "joinery hub migrate --json", what: "The names of the steps, as a document." },
  ],
  next: ["Start the hub: joinery hub serve"],
  exitCodes: {
    [EXIT.ok]: "The schema is up to date.",
    [EXIT.foundWrong]: "The settings are wrong; each fault is told, with what to do.",
  },
  load: async () => (await import("./migrate.ts")).migrate,
};
