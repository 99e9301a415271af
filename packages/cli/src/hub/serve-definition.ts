import { type CommandDefinition, JSON_OPTION } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

export const HUB_SERVE: CommandDefinition = {
  name: "hub serve",
  summary: "Run a hub, for yourself or for an organisation.",
  about: [
    "Everything is set in the environment, by names that begin with JOINERY_; docs/reference/configuration.md lists them. With nothing set it is a hub for trying: on 127.0.0.1:4000, with an embedded database in .joinery/hub and a sign-in where everybody may be everybody.",
    "Several of these processes on one PostgreSQL are one hub: put a load balancer in front that asks `/readyz`. The first one to start brings the schema up to date, the others wait.",
    "As long as nobody administers a hub with an identity provider, and its settings name nobody, each start prints a one-time code: whoever signs in and enters it at /setup is the first administrator. A hub for trying has an administrator and a member to be.",
    "SIGTERM or Ctrl-C ends it in order: nothing new is taken, what runs is finished within JOINERY_DRAIN_SECONDS. A second signal ends it at once; nothing acknowledged is lost by that either.",
  ],
  options: [
    {
      flags: "--no-migrate",
      what: "Leave the schema as it is, and refuse to start when it is behind; for when `joinery hub migrate` is a step of its own.",
    },
    JSON_OPTION,
  ],
  examples: [
    { line: "joinery hub serve", what: "A hub for trying, on this machine." },
    {
      line: "joinery hub serve --no-migrate",
      what: "One of several processes of an organisation's hub, set in the environment, after joinery hub migrate.",
    },
    { line: "joinery hub serve --json | jq .event", what: "What happens, a line of JSON each; logs are on stderr." },
  ],
  next: ["Open the address it says. For an organisation: docs/guides/run-it-for-an-organisation.md."],
  exitCodes: {
    [EXIT.ok]: "It ran, until it was asked to end.",
    [EXIT.foundWrong]: "The settings are wrong; each fault is told, with what to do.",
  },
  load: async () => (await import("./serve.ts")).serve,
};
