import { type CommandDefinition, JSON_OPTION } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

export const DOCTOR: CommandDefinition = {
  name: "doctor",
  summary: "Look at this machine and this folder, and say what to do.",
  about: [
    "Looks at what joinery needs: the Node that runs it and the one it brings along, the ports of joinery dev, the addresses of this machine, the packages of this project, and whether files with secrets would be committed.",
  ],
  options: [
    {
      flags: "--port <number>",
      what: "The first port that joinery dev would take.",
      otherwise: "JOINERY_PORT, or 4000",
    },
    JSON_OPTION,
  ],
  examples: [{ line: "joinery doctor", what: "One line for each thing, with a remedy where one is needed." }],
  next: ["When everything is well and something still does not work: joinery inspect shows what travels."],
  exitCodes: { [EXIT.foundWrong]: "Something needs a remedy." },
  load: async () => (await import("./doctor.ts")).examine,
};
