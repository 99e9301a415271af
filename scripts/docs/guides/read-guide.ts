/** What is done with a code block of a guide. */
export type GuideStep = { line: number } & (
  | { kind: "run"; command: string; exitCode: number }
  /** Goes on beside the steps that follow, once a line of its output has this text. */
  | { kind: "start"; command: string; until: string }
  | { kind: "write"; path: string; text: string }
  /** Replaces lines of a file: those with `-` by those with `+`; those with a space stand around them. */
  | { kind: "change"; path: string; before: string; after: string }
  /** Lines that the step before has printed, in this order; `…` stands for anything. */
  | { kind: "prints"; lines: readonly string[] }
  | { kind: "not run"; reason: string }
);

/** A comment of its own line, directly above a block, says what to do with it; the block itself is for the reader. */
const BLOCK = /^(?:<!-- ([^\n]*) -->\n+)?```(\w*)\n([\s\S]*?)^```$/gm;
/** Blocks of these languages may stand there without a mark: to be read, or compiled by `npm run check`. */
const NEED_NO_RUN = ["ts", "json", "text", "mermaid"];

/**
 * Reads a guide as a list of steps. Blocks of `sh` are run, unless a mark says otherwise:
 *
 * - `<!-- starts, until: <text> -->` runs beside what follows
 * - `<!-- exits with: <code> -->`
 * - `<!-- file: <path> -->` writes the block
 * - `<!-- change: <path> -->` changes lines of a file, as a `diff` shows them
 * - `<!-- prints -->` compares it with what the step before printed
 * - `<!-- not run: <reason> -->`
 *
 * @throws Error naming the line of a block that no rule fits
 */
export function readGuide(text: string): GuideStep[] {
  return [...text.matchAll(BLOCK)].flatMap(({ 0: whole, 1: mark, 2: language = "", 3: code = "", index }) => {
    const marked = mark === undefined ? 0 : whole.slice(0, whole.indexOf("```")).split("\n").length - 1;
    const line = text.slice(0, index).split("\n").length + marked;
    const step = toStep({ mark, language, code });
    if (step === "bad") throw new Error(`line ${line}: nobody knows what to do with this block`);
    return step === undefined ? [] : [{ line, ...step }];
  });
}

type Step = GuideStep extends infer Each ? (Each extends GuideStep ? Omit<Each, "line"> : never) : never;

function toStep({ mark, language, code }: { mark: string | undefined; language: string; code: string }) {
  const { name = "", value = "" } = /^(?<name>[^:]+)(?:: (?<value>.+))?$/.exec(mark ?? "")?.groups ?? {};
  const isShell = language === "sh";
  const steps: Record<string, Step | "bad" | undefined> = {
    "": isShell ? { kind: "run", command: code, exitCode: 0 } : NEED_NO_RUN.includes(language) ? undefined : "bad",
    "starts, until": isShell && value !== "" ? { kind: "start", command: code, until: value } : "bad",
    "exits with": isShell && /^\d+$/.test(value) ? { kind: "run", command: code, exitCode: Number(value) } : "bad",
    file: value === "" ? "bad" : { kind: "write", path: value, text: code },
    change: value === "" || language !== "diff" ? "bad" : { kind: "change", path: value, ...readDiff(code) },
    prints: { kind: "prints", lines: code.split("\n").filter((each) => each.trim() !== "") },
    "not run": value === "" ? "bad" : { kind: "not run", reason: value },
  };
  return name in steps ? steps[name] : "bad";
}

function readDiff(code: string): { before: string; after: string } {
  const lines = code.trimEnd().split("\n");
  const side = (other: string) => lines.filter((line) => !line.startsWith(other)).map((line) => `${line.slice(1)}\n`);
  return { before: side("+").join(""), after: side("-").join("") };
}
