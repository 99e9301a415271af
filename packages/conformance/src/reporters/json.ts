import type { Report } from "../report.ts";

/** The report as JSON, as it is. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
