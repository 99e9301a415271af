import { type CommandDefinition, JSON_OPTION, WORKSHOP_OPTIONS } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { KIND_OPTIONS, REDIRECT_OPTION } from "../workshop/kind-option.ts";
import { REPORTERS } from "./reporters.ts";

/** The words of the library; a test holds both against each other, so that help needs to load nothing. */
export const PROFILE_NAMES = ["core", "revoke", "refresh", "multi-account", "verified"] as const;

export const CONFORMANCE: CommandDefinition = {
  name: "conformance",
  summary: "Say what an integration server, in any language, gets wrong.",
  about: [
    "Asks an integration everything that the contract promises, over HTTP, and says for each check what was expected and what came. `core` needs only the address, the ids and the proxy secret. The other profiles need real accounts, and so a workshop: the joinery dev that runs in this folder, or one of its own around a command.",
    "The proxy secret comes from JOINERY_PROXY_SECRET, a file, or whoever is asked; never from an argument. A check that can't be run says so; it does not count as passed.",
  ],
  options: [
    {
      flags: "--url <address>",
      what: "The proxy URL of the integration.",
      otherwise: "the one of the running joinery dev",
    },
    {
      flags: "--profile <name>",
      what: "What to ask.",
      choices: PROFILE_NAMES,
      repeated: true,
      otherwise: "all that can be run",
    },
    {
      flags: "--expected-failures <file>",
      what: "Ids of checks that are known to fail, one on each line, a reason behind it.",
    },
    { flags: "--requirements <version>", what: "The frozen set of checks to ask for.", otherwise: "the latest" },
    { flags: "--reporter <kind>", what: "How the report is written.", choices: REPORTERS, otherwise: "pretty" },
    { flags: "--output <file>", what: "Write the report to this file; it is overwritten.", otherwise: "stdout" },
    { flags: "--service-id <id>", what: "Service ID.", otherwise: "JOINERY_SERVICE_ID" },
    { flags: "--auth-id <id>", what: "Auth ID.", otherwise: "JOINERY_AUTH_ID" },
    {
      flags: "--secret-file <path>",
      what: "File with the proxy secret.",
      otherwise: "JOINERY_PROXY_SECRET, or a question",
    },
    ...KIND_OPTIONS,
    REDIRECT_OPTION,
    ...WORKSHOP_OPTIONS,
    JSON_OPTION,
  ],
  runs: "Starts your server with hub and Acme Desk around it, asks, and ends all: for CI.",
  examples: [
    { line: "joinery conformance", what: "Asks the integration of the joinery dev that runs in this folder." },
    { line: "joinery conformance -- node src/main.ts", what: "Starts everything for itself, on free ports." },
    {
      line: "joinery conformance --url https://links.example.com --profile core --secret-file secret.txt",
      what: "Asks a server that runs elsewhere, with JOINERY_SERVICE_ID and JOINERY_AUTH_ID in the environment.",
    },
    { line: "joinery conformance --reporter junit --output conformance.xml -- npm start", what: "For a build server." },
  ],
  next: ["Each failed check has a page with reason, example and fix: joinery dev shows it under /checks/<id>."],
  exitCodes: {
    [EXIT.ok]: "All checks passed, or failed as the file of expected failures says.",
    [EXIT.foundWrong]: "A check failed, or one passed that was expected to fail.",
    [EXIT.couldNotRun]: "Nothing answers, or a profile needs a workshop that is not there.",
  },
  load: async () => (await import("./conformance.ts")).conformance,
};
