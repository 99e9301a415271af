import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GuideShell } from "./guide-shell.ts";
import { type GuideStep, readGuide } from "./read-guide.ts";

/** One block of a guide, as it went. */
export interface GuideStepReport {
  line: number;
  kind: GuideStep["kind"];
  seconds: number;
  /** Why it was not run. */
  reason?: string;
}

/** The longest that a block may take. */
const STEP_MS = 240_000;

/**
 * Does what a guide says, block by block. What it has started goes on in the shell, for a guide that goes on from here.
 *
 * @throws Error naming the line of the first block that did not do what the guide says, with what it printed
 */
export async function runGuide(text: string, shell: GuideShell): Promise<GuideStepReport[]> {
  const reports: GuideStepReport[] = [];
  for (const step of readGuide(text)) {
    const startedAt = performance.now();
    await doStep(step, shell).catch((cause) => {
      const printed = shell.last()?.output.trimEnd() ?? "";
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`line ${step.line}: ${message}\n${printed.slice(-4_000)}`, { cause });
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    const reason = step.kind === "not run" ? { reason: step.reason } : {};
    reports.push({ line: step.line, kind: step.kind, seconds, ...reason });
  }
  return reports;
}

async function doStep(step: GuideStep, shell: GuideShell): Promise<void> {
  switch (step.kind) {
    case "run": {
      const exitCode = await Promise.race([shell.start(step.command).ended, timeUp()]);
      if (exitCode !== step.exitCode) throw new Error(`It ended with exit code ${exitCode}, not ${step.exitCode}.`);
      return;
    }
    case "start":
      return shell.start(step.command).printed(step.until, STEP_MS);
    case "write": {
      const file = join(shell.currentFolder(), step.path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, step.text);
      return;
    }
    case "change":
      return changeLines(join(shell.currentFolder(), step.path), step);
    case "prints":
      return requireLines(step.lines, shell.last()?.output ?? "");
    case "not run":
      return;
  }
}

function changeLines(file: string, { before, after }: { before: string; after: string }): void {
  const [start = "", ...rest] = readFileSync(file, "utf8").split(before);
  if (rest.length !== 1) throw new Error(`The lines to change stand in the file ${rest.length} times, not once.`);
  writeFileSync(file, start + after + rest[0]);
}

function requireLines(lines: readonly string[], output: string): void {
  let rest = output.split("\n");
  for (const line of lines) {
    const pattern = new RegExp(line.trim().split("…").map(escapeRegExp).join(".*"));
    const found = rest.findIndex((each) => pattern.test(each));
    if (found === -1) throw new Error(`The guide says that it prints: ${line.trim()}`);
    rest = rest.slice(found + 1);
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function timeUp(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`It did not end within ${STEP_MS / 1_000} seconds.`)), STEP_MS).unref();
  });
}
