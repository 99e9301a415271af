import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Whoever is measured, the hub or what it is compared with, has this core for itself. */
export const HUB_CORE = "0";
/** Load, database, integrations and browsers share all others. */
export const OTHER_CORES = `1-${availableParallelism() - 1}`;

/** What a benchmark runs, and the Debian package that has it. */
const TOOLS = { wrk: "wrk", taskset: "util-linux" };

/** Ends the process with what is missing on this machine for a benchmark, when something is. */
export function refuseUnfitMachine({ database = true }: { database?: boolean } = {}): void {
  const missing = findMissing(database);
  if (missing.length === 0) return;
  console.error(`This benchmark can't run here. Missing:\n${missing.map((what) => `  ${what}`).join("\n")}`);
  process.exit(1);
}

function findMissing(database: boolean): string[] {
  const missing = Object.entries(TOOLS)
    .filter(([tool]) => spawnSync(tool, ["--version"]).error !== undefined)
    .map(([tool, name]) => `${tool}: apt-get install ${name}`);
  if (database && process.env.JOINERY_TEST_DATABASE_URL === undefined)
    missing.push("PostgreSQL: apt-get install postgresql");
  if (availableParallelism() < 2) missing.push("a second core: one is the hub's alone");
  return missing;
}

/** Moves a running process to some cores; what it starts from then on follows it. */
export function pin(pid: number, cores: string): void {
  execFileSync("taskset", ["-apc", cores, String(pid)], { stdio: "ignore" });
}

/** The clock of /proc ticks so often on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process has used so far, all its threads together, in seconds. */
export function processorSeconds(pid: number): number {
  // The name of the program comes second, in brackets, and may contain anything (proc(5)).
  const [, fields = ""] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
  const [user = 0, system = 0] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) / TICKS_PER_SECOND;
}

/** The most memory that a process has ever had at once, in megabytes. */
export function mostMegabytes(pid: number): number {
  const [, kilobytes = "NaN"] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}
