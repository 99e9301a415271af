import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { IntegrationRegistered } from "@joinery/contract/pages";
import { StartRefusal } from "./refusal.ts";

/** An example integration to run as a process of its own, as its author would. */
export interface IntegrationProcess {
  /** Folder below `examples/`. */
  example: "desk" | "plain";
  port: number;
  registered: IntegrationRegistered;
  hub: string;
  /** Only for a verified integration. */
  connectBase?: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** A running integration. */
export interface RunningIntegration {
  process: ChildProcess;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 25;
const END_WITH_PARENT = fileURLToPath(new URL("./end-with-parent.ts", import.meta.url));

/** Starts an example and waits until it takes connections. */
export async function startIntegrationProcess(integration: IntegrationProcess): Promise<RunningIntegration> {
  const main = fileURLToPath(new URL(`../../../../examples/${integration.example}/main.ts`, import.meta.url));
  const child = spawn(process.execPath, ["--import", END_WITH_PARENT, main], {
    env: { ...process.env, ...environmentOf(integration) },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const running = {
    process: child,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
  if (await isReady(child, integration.port)) return running;
  await running.stop();
  throw new StartRefusal(`The example integration "${integration.example}" did not start; see above.`);
}

function environmentOf({ port, registered, hub, connectBase, issuer, clientId, clientSecret }: IntegrationProcess) {
  return {
    HOST: "localhost",
    PORT: String(port),
    JOINERY_HUB: hub,
    JOINERY_SERVICE_ID: registered.service_id,
    JOINERY_AUTH_ID: registered.auth_id,
    JOINERY_PROXY_SECRET: registered.proxy_secret,
    JOINERY_API_TOKEN: registered.api_token,
    ...(connectBase === undefined ? {} : { JOINERY_CONNECT_BASE: connectBase }),
    ACME_ISSUER: issuer,
    ACME_CLIENT_ID: clientId,
    ACME_CLIENT_SECRET: clientSecret,
  };
}

async function isReady(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    if (await takesConnections(port)) return true;
    await wait(LOOK_EVERY_MS);
  }
  return false;
}

/** An address that swallows everything is as good as none. */
const TAKES_WITHIN_MS = 1_000;

/** Whether somebody listens on a port, of this machine unless told otherwise. */
export function takesConnections(port: number, host = "localhost"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ""), port, autoSelectFamily: true });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(TAKES_WITHIN_MS, () => end(false));
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}
