import { setTimeout as wait } from "node:timers/promises";
import { workshopTarget } from "@joinery/conformance";
import type { CommandInput } from "../command.ts";
import { commandEnv } from "../dev/command-env.ts";
import { startCommand } from "../dev/command-process.ts";
import { findFreePort } from "../ports/find-free-port.ts";
import { isListening } from "../ports/is-listening.ts";
import { couldNotRun, wrongUse } from "../refusal.ts";
import { kindOf, redirectUrisOf } from "../workshop/kind-option.ts";
import { startAround } from "../workshop/start-around.ts";
import type { Subject } from "./find-subject.ts";

const LISTENS_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;
/** What a server said last is what says why it does not listen. */
const LINES_KEPT = 20;

/** Starts a server with everything around it, in memory and on free ports, and asks that. */
export async function startSubject({ options, session, command }: CommandInput): Promise<Subject> {
  if (options.text("workshop") !== undefined)
    throw wrongUse("A command gets a workshop of its own: leave out --workshop.");
  const upstream = options.url("url") ?? new URL(`http://127.0.0.1:${await findFreePort()}`);
  if (await isListening(upstream)) {
    throw couldNotRun(
      `Something listens at ${upstream.origin} already, so your command could not.`,
      "Leave out --url to use a free port.",
    );
  }
  session.progress("Starting hub and Acme Desk …");
  const around = await startAround({ kind: kindOf(options), port: 0, upstream, redirectUris: redirectUrisOf(options) });
  const lines: string[] = [];
  const env = commandEnv(session.folder, session.env, around.environment);
  const process = startCommand({ command, folder: session.folder, env, onLine: (line) => void lines.push(line) });
  const end = async () => {
    await process.stop();
    await around[Symbol.asyncDispose]();
  };
  try {
    session.progress("Starting your server …");
    const ending = await Promise.race([process.ended, listening(upstream, session.signal)]);
    if (ending !== "listening") {
      for (const line of lines.slice(-LINES_KEPT)) session.tell(`${session.paint("dim", "│")} ${line}`);
      throw couldNotRun(
        typeof ending === "number"
          ? `Your command ended with exit code ${ending}.`
          : `Nothing listens at ${upstream.origin}.`,
        "It has to listen on HOST and PORT, which it finds in its environment.",
      );
    }
    const secrets = [around.environment.JOINERY_PROXY_SECRET, around.environment.JOINERY_API_TOKEN];
    const target = await workshopTarget(around.workshop, { secrets: secrets.filter((one) => one !== undefined) });
    return { target, workshop: around.workshop, pages: "", [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function listening(upstream: URL, signal: AbortSignal): Promise<"listening" | "silent"> {
  const deadline = performance.now() + LISTENS_WITHIN_MS;
  while (performance.now() < deadline && !signal.aborted) {
    if (await isListening(upstream)) return "listening";
    await wait(LOOK_EVERY_MS);
  }
  return "silent";
}
