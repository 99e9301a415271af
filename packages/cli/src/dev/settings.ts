import { resolve } from "node:path";
import type { WorkshopKind } from "@joinery/contract/workshop";
import { PORT_OFFSETS } from "@joinery/workshop";
import type { CommandInput } from "../command.ts";
import { firstPortOf } from "../ports/first-port.ts";
import { isListening } from "../ports/is-listening.ts";
import { wrongUse } from "../refusal.ts";
import { kindOf, redirectUrisOf } from "../workshop/kind-option.ts";
import { ENV_FILE } from "./env-file.ts";

/** What was asked of joinery dev. */
export interface DevSettings {
  folder: string;
  /** Where the integration listens. */
  upstream: URL;
  kind: WorkshopKind;
  port: number;
  redirectUris: readonly string[];
  envFile: string;
  /** As it was typed. */
  shownEnvFile: string;
  watched: readonly string[];
  fresh: boolean;
}

const UPSTREAM = "http://127.0.0.1:3000";
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Reads what was typed. */
export async function readDevSettings({ options, command, session }: CommandInput): Promise<DevSettings> {
  const { folder } = session;
  const port = firstPortOf(options, session.env);
  const upstream = options.url("url") ?? (await usualUpstream(port, command.length > 0));
  if (upstream.protocol !== "http:" || !LOOPBACK.has(upstream.hostname)) {
    throw wrongUse("--url is an address of this machine, for example http://127.0.0.1:3000.");
  }
  const watched = options.list("watch");
  if (watched.length > 0 && command.length === 0)
    throw wrongUse("--watch needs a command to start again, behind `--`.");
  const shownEnvFile = options.text("env-file") ?? ENV_FILE;
  return {
    folder,
    upstream,
    kind: kindOf(options),
    port,
    redirectUris: redirectUrisOf(options),
    envFile: resolve(folder, shownEnvFile),
    shownEnvFile,
    watched: (watched.length > 0 ? watched : ["."]).map((one) => resolve(folder, one)),
    fresh: options.flag("fresh"),
  };
}

/** A command is told its port, so it gets the one that joinery dev leaves free for it when somebody has the usual one. */
async function usualUpstream(port: number, runsCommand: boolean): Promise<URL> {
  const usual = new URL(UPSTREAM);
  return runsCommand && (await isListening(usual))
    ? new URL(`http://127.0.0.1:${port + PORT_OFFSETS.upstream}`)
    : usual;
}
