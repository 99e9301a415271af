import type { Exchange, ExchangeCheck, Party } from "@joinery/contract/workshop";

/** What a part of a line is, so that whoever prints it can give it a colour. */
export type PaintedAs = "party" | "step" | "good" | "bad" | "quiet" | "fake";

/** Gives a text its colour; the text itself unless the terminal has colours. */
export type Paint = (text: string, as: PaintedAs) => string;

const PLAIN: Paint = (text) => text;
const NAMES: Readonly<Record<Party, string>> = {
  hub: "hub",
  integration: "integration",
  browser: "browser",
  service: "Acme Desk",
};
const LONGEST_ARROW = "integration → Acme Desk".length;
const LONGEST_STEP = "Update linked account".length;

/** Puts an exchange on one line: who asked whom, for what, how it ended, and which checks failed. */
export function formatExchange(exchange: Exchange, paint: Paint = PLAIN): string {
  const { from, to, step, fault, repeats, checks } = exchange;
  const parts = [
    paint(`${NAMES[from]} → ${NAMES[to]}`.padEnd(LONGEST_ARROW), "party"),
    paint(step.padEnd(LONGEST_STEP), "step"),
    endOf(exchange, paint),
    ...(fault === null ? [] : [paint(`fake: ${fault}`, "fake")]),
    ...(repeats === null ? [] : [paint(`again: ${repeats}`, "quiet")]),
    ...checks.filter(({ passed }) => !passed).map((check) => paint(failureOf(check), "bad")),
  ];
  return parts.join("  ");
}

function endOf({ response, failure, duration_ms: ms }: Exchange, paint: Paint): string {
  if (ms === null) return paint("…", "quiet");
  const time = paint(`${ms} ms`.padStart(8), "quiet");
  if (response === null) return `${paint("---", "bad")} ${time}  ${paint(failure ?? "no answer", "bad")}`;
  return `${paint(String(response.status), response.status < 400 ? "good" : "bad")} ${time}`;
}

function failureOf({ id, sentence, got }: ExchangeCheck): string {
  return `✗ ${id}: ${sentence}${got === undefined ? "" : ` Got: ${got}.`}`;
}
