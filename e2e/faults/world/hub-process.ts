import { join } from "node:path";
import { type Child, startChild } from "./child.ts";
import type { Front } from "./front.ts";

const BIN = join(import.meta.dirname, "../../../packages/cli/src/launch/joinery.mjs");

/** One of the processes that are the hub together, started by the real command. */
export interface HubProcess {
  /** Where it listens now; another port after each start. */
  port(): number;
  isRunning(): boolean;
  /** The last lines of its log, of this and earlier starts. */
  lines(): readonly string[];
  /** SIGKILL unless told otherwise. The front finds out by itself. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again, after it was killed. */
  restart(): Promise<void>;
}

/** What all of them are told. */
export type HubEnvironment = Readonly<Record<string, string>>;

/** Starts hubs side by side and puts them behind the front. */
export async function startHubs(
  count: number,
  { front, env, folder }: { front: Front; env: HubEnvironment; folder: string },
): Promise<readonly HubProcess[]> {
  const children: Child[] = [];
  const ports: number[] = [];
  const earlier: string[][] = Array.from({ length: count }, () => []);

  async function start(index: number): Promise<void> {
    const child = await startChild({ args: [BIN, "hub", "serve", "--json"], folder, env, isReady: portOf });
    children[index] = child;
    ports[index] = child.ready;
    front.setBackends(ports.filter((port) => port !== undefined));
  }

  await Promise.all(Array.from({ length: count }, (_, index) => start(index)));
  return Array.from({ length: count }, (_, index) => {
    const current = () => children[index] as Child;
    return {
      port: () => ports[index] ?? 0,
      isRunning: () => current().isRunning(),
      lines: () => [...(earlier[index] ?? []), ...current().lines()],
      kill: (signal) => current().kill(signal),
      async restart() {
        earlier[index]?.push(...current().lines());
        await start(index);
      },
    };
  });
}

/** The port of the line that says that it is ready. */
function portOf(line: string): number | undefined {
  if (!line.startsWith("{")) return undefined;
  const said = JSON.parse(line) as { event?: string; listen?: { port: number } };
  return said.event === "ready" ? said.listen?.port : undefined;
}
