import { type CommandDefinition, JSON_OPTION } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { AUTH_KINDS, KINDS, LANGUAGES, RUNS_ON } from "./plan.ts";

export const INIT: CommandDefinition = {
  name: "init",
  summary: "Begin an integration that works as it comes out.",
  about: [
    "Writes a new integration in TypeScript with the SDK: connect, disconnect and one action, with tests and a CI file that runs conformance. Or, with --language other, only what a server in another language needs to be tested: settings, a CI file, the steps.",
    "On a terminal it asks what was not given; with --yes, or without a terminal, it takes the defaults. It never overwrites: when a file is in the way, nothing is written.",
  ],
  arguments: [{ name: "[folder]", what: "Where to write; a name made from --name unless given." }],
  options: [
    {
      flags: "--name <name>",
      what: "The system whose accounts are linked, as people know it.",
      otherwise: "Acme Desk",
    },
    {
      flags: "--language <language>",
      what: "What the server is written in.",
      choices: LANGUAGES,
      otherwise: "typescript",
    },
    {
      flags: "--kind <kind>",
      what: "How a hub treats it: verified (the SDK's connect, which can't be phished), or plain (Blink's two endpoints and nothing more).",
      choices: KINDS,
      otherwise: "verified with the SDK, plain in another language",
    },
    { flags: "--blink", what: "It will run for Blink itself; joinery dev then behaves as Blink does." },
    { flags: "--auth <kind>", what: "How people log in at the system.", choices: AUTH_KINDS, otherwise: "oauth2" },
    { flags: "--runs-on <place>", what: "Where it will run.", choices: RUNS_ON, otherwise: "node" },
    {
      flags: "--start <command>",
      what: "With --language other: how your server is started.",
      otherwise: "python3 server.py",
    },
    { flags: "--packages <folder>", what: "Take our packages from tarballs in this folder instead of the registry." },
    { flags: "--yes", what: "Ask nothing, take the defaults." },
    JSON_OPTION,
  ],
  examples: [
    { line: "joinery init", what: "Asks a few questions and writes a new folder." },
    { line: 'joinery init desk --name "Acme Desk" --runs-on docker --yes', what: "Asks nothing." },
    {
      line: 'joinery init --language other --start "python3 server.py" --yes',
      what: "In the folder of a server that you have already: what it takes to test it.",
    },
  ],
  next: ["The README that was written says how to go on."],
  exitCodes: { [EXIT.wrongUse]: "It was called wrongly, or a file is in the way; nothing was written." },
  load: async () => (await import("./init.ts")).init,
};
