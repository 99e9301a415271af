import { expect, test } from "vitest";
import { type CommandDefinition, JSON_OPTION } from "./command.ts";
import { parseArguments } from "./parse-arguments.ts";

const definition: CommandDefinition = {
  name: "try",
  summary: "",
  about: [],
  arguments: [
    { name: "<file>", what: "A file." },
    { name: "[place]", what: "A place." },
  ],
  options: [
    { flags: "--port <number>", what: "" },
    { flags: "--watch <folder>", what: "", repeated: true },
    { flags: "--kind <kind>", what: "", choices: ["plain", "verified"] },
    { flags: "--secret-file <path>", what: "" },
    { flags: "--url <address>", what: "" },
    JSON_OPTION,
  ],
  runs: "Runs.",
  examples: [],
  next: [],
  load: () => Promise.reject(new Error("not here")),
};
const CANARY = "canary-51f0";

const parse = (...argv: string[]) => parseArguments(definition, argv);

test("arguments, options and the command behind the dashes are told apart", () => {
  const parsed = parse("a", "--port", "80", "b", "--watch=x", "--watch", "y", "--json", "--", "node", "--port", "1");
  expect(parsed.arguments).toEqual(["a", "b"]);
  expect(parsed.options.port("port")).toBe(80);
  expect(parsed.options.list("watch")).toEqual(["x", "y"]);
  expect(parsed.options.flag("json")).toBe(true);
  expect(parsed.options.text("kind")).toBeUndefined();
  expect(parsed.command).toEqual(["node", "--port", "1"]);
});

test.each([
  [["f", "--prot", "1"], "Did you mean --port?"],
  [["f", "--port"], "--port needs a value"],
  [["f", "--port", "--json"], "--port needs a value"],
  [["f", "--kind", "verfied"], "Did you mean verified?"],
  [["f", "--port", "1", "--port", "2"], "once only"],
  [["f", "--json=yes"], "takes no value"],
  [[], "needs <file>"],
  [["a", "b", "c"], "more was given"],
])("%j is refused with a hint", (argv, hint) => {
  const { message, next = "", exitCode } = refusalOf(() => parse(...argv));
  expect(`${message} ${next}`).toContain(hint);
  expect(exitCode).toBe(2);
});

test.each(["port", "url"])("a wrong value of --%s is refused without being repeated", (name) => {
  const { options } = parse("f", `--${name}`, CANARY);
  expect(refusalOf(() => (name === "port" ? options.port(name) : options.url(name))).message).not.toContain(CANARY);
});

test.each(["--secret", "--proxy-secret", "--token", "--password", "--client-secret"])(
  "%s is refused with a sentence that teaches, and what it says is not repeated",
  (flag) => {
    for (const argv of [[flag, CANARY], [`${flag}=${CANARY}`]]) {
      const { message, next } = refusalOf(() => parse("f", ...argv));
      expect(message).toContain("never an argument");
      expect(next).toContain("--secret-file");
      expect(`${message}${next}`).not.toContain(CANARY);
    }
  },
);

test("a value of an option that does not exist is not repeated", () => {
  const { message, next } = refusalOf(() => parse("f", `--nothing=${CANARY}`));
  expect(`${message}${next}`).not.toContain(CANARY);
});

function refusalOf(act: () => unknown): { message: string; next?: string; exitCode?: number } {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error("It was not refused.");
}
