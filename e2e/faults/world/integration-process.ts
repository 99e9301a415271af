import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../scripts/postgres/free-port.ts";
import { type Child, startChild } from "./child.ts";
import type { Front } from "./front.ts";

const END_WITH_PARENT = fileURLToPath(
  new URL("../../../packages/workshop/src/demo/end-with-parent.ts", import.meta.url),
);

/** One of the processes that are the integration together. */
export interface IntegrationProcess {
  port: number;
  /** Kept between its starts, as a disk: the process runs in it. */
  folder: string;
  isRunning(): boolean;
  lines(): readonly string[];
  /** SIGKILL unless told otherwise. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again where it was. */
  restart(): Promise<void>;
}

/** What is started. */
export interface IntegrationProgram {
  /** A file that listens on `PORT` and says so on stdout. */
  main: string;
  env: Readonly<Record<string, string>>;
}

/** Starts processes of one integration side by side and puts them behind their front. */
export async function startIntegrations(
  count: number,
  { main, env, front, folder }: IntegrationProgram & { front: Front; folder: string },
): Promise<readonly IntegrationProcess[]> {
  const processes = await Promise.all(
    Array.from({ length: count }, async (_, index): Promise<IntegrationProcess> => {
      const port = await freePort();
      const own = join(folder, `integration-${index + 1}`);
      mkdirSync(own, { recursive: true });
      let earlier: string[] = [];
      const start = () =>
        startChild({
          args: ["--import", END_WITH_PARENT, main],
          folder: own,
          env: { ...env, PORT: String(port), HOST: "localhost" },
          isReady: (line) => (line.includes("listens on") ? true : undefined),
        });
      let child: Child = await start();
      return {
        port,
        folder: own,
        isRunning: () => child.isRunning(),
        lines: () => [...earlier, ...child.lines()],
        kill: (signal) => child.kill(signal),
        async restart() {
          earlier = [...earlier, ...child.lines()];
          child = await start();
        },
      };
    }),
  );
  front.setBackends(processes.map(({ port }) => port));
  return processes;
}
