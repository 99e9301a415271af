import { FAULTS } from "@joinery/contract/workshop";
import { type FaultRow, SITUATIONS } from "./fault-rows.ts";

/** A fault with what was read while it was on. */
export interface ReadFault {
  row: FaultRow;
  person: string;
  administrator: string;
}

const HEAD = `# Faults

What the workshop can do wrong on purpose, and what people read then. Switch a fault on the fault panel of
\`joinery dev\`, with \`joinery fault <id> on\`, or in a test with \`service.faults.set("<id>", true)\`.

Written by \`npm run e2e workshop/fault-panel\`, in a browser, with an integration made with the SDK. The administrator's
column is the newest request and the newest event of the admin panel.

| fault | what happens | when | the person reads | the administrator reads |
| --- | --- | --- | --- | --- |`;

/** The page of the documents about the faults. */
export function faultPage(read: readonly ReadFault[]): string {
  const lines = read.map(({ row, person, administrator }) => {
    const { what } = FAULTS[row.fault];
    const cells = [`\`${row.fault}\``, what, SITUATIONS[row.situation], cell(person), cell(administrator)];
    return `| ${cells.join(" | ")} |`;
  });
  return `${[HEAD, ...lines].join("\n")}\n`;
}

/** Durations, days and request ids: other ones in every run. */
const CHANGING = /^\d+(\.\d+)? m?s · |^\d{1,2} \w{3} \d{4}|^Request [0-9a-f-]{36}$/;

/** A text of a page in one cell: what changes from run to run is left out. */
function cell(text: string): string {
  return text
    .split("\n")
    .filter((line) => line !== "" && !CHANGING.test(line))
    .map((line) => line.replace(/\b([tkf])-[0-9a-f]{4}…[0-9a-f]{4}/g, "$1-…").replace(/AD-\d+/g, "AD-…"))
    .map((line) => line.replaceAll("|", "\\|"))
    .join("<br>");
}
