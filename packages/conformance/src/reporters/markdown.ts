import { type CheckResult, isUnexpectedPass, type Report } from "../report.ts";
import { prettySummary } from "./pretty.ts";

/** The report as Markdown, for comments and job summaries. What is wrong comes first. */
export function markdownReport(report: Report, { pages = "" }: { pages?: string } = {}): string {
  const wrong = report.results.filter((result) => isUnexpectedPass(result) || result.outcome === "failed");
  const blocked = report.results.filter(({ outcome }) => outcome === "blocked");
  const good = report.results.filter((result) => result.outcome === "passed" && !isUnexpectedPass(result));
  const blocks = [
    `# Conformance of ${cell(report.target.address)}`,
    prettySummary(report).split("\n").map(cell).join("\n\n"),
    ...table(
      ["check", "expected", "got"],
      wrong.map((result) => [linkTo(result, pages), ...sidesOf(result)]),
    ),
    ...table(
      ["could not be run", "why"],
      blocked.map((result) => [linkTo(result, pages), result.note ?? ""]),
    ),
    ...table(
      ["passed", "what holds"],
      good.map((result) => [linkTo(result, pages), result.sentence]),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function sidesOf(result: CheckResult): [string, string] {
  if (isUnexpectedPass(result)) return ["to fail", "it passes: remove it from the file of expected failures"];
  const known = result.expected_failure === null ? "" : " (expected to fail)";
  return [result.expected ?? "", `${result.got ?? ""}${known}`];
}

function linkTo(result: CheckResult, pages: string): string {
  return pages === "" ? `\`${result.id}\`` : `[${result.id}](${pages}${result.page})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [[line(head), line(head.map(() => "---")), ...rows.map((row) => line(row.map(cell)))].join("\n")];
}

function cell(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
