import { type CommandDefinition, JSON_OPTION, WORKSHOP_OPTIONS } from "../command.ts";

export const FAULT: CommandDefinition = {
  name: "fault",
  summary: "List the faults of a running joinery dev, and switch them on and off.",
  about: [
    "Makes the workshop misbehave, so that you see what people and administrators read when something goes wrong: Acme Desk is slow, denies, forgets; the hub's requests come without the secret, stale, twice. Everything that a fault touches is labelled as fake.",
    "Without arguments it lists all faults. A fault that happens once (no switch) happens when it is switched on.",
  ],
  arguments: [
    { name: "[id]", what: "Of the fault; `all` with `off` ends all of them." },
    { name: "[on|off]", what: "`on` unless given." },
  ],
  options: [...WORKSHOP_OPTIONS, JSON_OPTION],
  examples: [
    { line: "joinery fault", what: "Lists every fault with what it does and whether it is on." },
    { line: "joinery fault slow-6s", what: "Acme Desk answers after 6 seconds from now on." },
    { line: "joinery fault all off", what: "Everything behaves again." },
  ],
  next: ["Press Connect in the hub and read what the person reads; joinery inspect shows what travelled."],
  load: async () => (await import("./fault.ts")).switchFault,
};
