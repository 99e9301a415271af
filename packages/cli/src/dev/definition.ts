import { type CommandDefinition, JSON_OPTION } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { KIND_OPTIONS, REDIRECT_OPTION } from "../workshop/kind-option.ts";

export const DEV: CommandDefinition = {
  name: "dev",
  summary: "Run a hub, an external service and an inspector around your integration.",
  about: [
    "Starts a hub, a made-up help desk called Acme Desk and an inspector on this machine, registers your integration, and tells it its ids and secrets: in the environment of the command that you give, and in a file. No account, no Docker, no tunnel.",
    "With `-- command` it starts your server, shows its output and starts it again when a file changes. Without, it waits for your server at --url; read the settings from the file then.",
  ],
  options: [
    {
      flags: "--url <address>",
      what: "Where your server listens; with its path, if its proxy URL has one.",
      otherwise: "http://127.0.0.1:3000",
    },
    ...KIND_OPTIONS,
    {
      flags: "--port <number>",
      what: "The hub's port; the next four are used as well.",
      otherwise: "JOINERY_PORT, or 4000",
    },
    REDIRECT_OPTION,
    {
      flags: "--env-file <path>",
      what: "Where the settings are written. Only a file that joinery wrote is overwritten.",
      otherwise: ".env.joinery",
    },
    {
      flags: "--watch <folder>",
      what: "Start the command again when something in this folder changes.",
      repeated: true,
      otherwise: "the folder you are in",
    },
    { flags: "--fresh", what: "Forget the ids, people's accounts and everything else of former runs." },
    JSON_OPTION,
  ],
  runs: "Starts your server, with its settings in the environment, and again after each change.",
  examples: [
    { line: "joinery dev -- node src/main.ts", what: "Runs the server in src/main.ts and everything around it." },
    {
      line: "joinery dev --url http://127.0.0.1:8080 --kind plain",
      what: "Waits for a server that you start yourself.",
    },
    { line: "joinery dev --blink -- python3 server.py", what: "As Blink itself would treat it." },
    { line: "joinery dev --json -- npm start | jq .event", what: "What happens, a line of JSON each." },
  ],
  next: [
    "Open the hub, sign in as Ada, press Connect. Then, in another terminal: joinery conformance.",
    "joinery fault lists what can be made to go wrong.",
  ],
  exitCodes: { [EXIT.ok]: "It ran, until Ctrl-C." },
  load: async () => (await import("./dev.ts")).dev,
};
