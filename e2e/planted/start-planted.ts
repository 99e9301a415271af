import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { IntegrationRegistered } from "@joinery/contract/pages";
import { compileJava } from "./compile-java.ts";

/** The languages in which there is an integration without a line of ours. */
export const LANGUAGES = ["node", "python", "java"] as const;
export type Language = (typeof LANGUAGES)[number];

/** How one of the servers is started. */
export interface PlantedOptions {
  language: Language;
  kind: "plain" | "verified";
  /** A name of `faults.json`; without it the server is correct. */
  fault?: string;
  port?: number;
  registered: IntegrationRegistered;
  hub: string;
  connectBase: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** A running server. */
export interface PlantedServer extends AsyncDisposable {
  url: string;
  /** From the start of the process until it said that it listens. */
  startedInMs: number;
  /** What it has printed about failures. */
  complaints(): string;
}

/** Starts a server and waits until it says where it listens; rejects with its last words when it ends before. */
export async function startPlanted(options: PlantedOptions): Promise<PlantedServer> {
  const [command, ...args] = await commandFor(options.language);
  const from = performance.now();
  const child = spawn(command, args, {
    cwd: fileURLToPath(new URL(`./${options.language}/`, import.meta.url)),
    env: { ...process.env, ...environmentOf(options) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = /^listening (http:\/\/\S+)$/.exec(line)?.[1];
      if (said !== undefined) resolve(said);
    });
    child.once("error", reject);
    void ended.then(() => reject(new Error(`The ${options.language} integration did not start: ${complaints}`)));
  });
  return {
    url,
    startedInMs: Math.round(performance.now() - from),
    complaints: () => complaints,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await ended;
      process.off("exit", kill);
    },
  };
}

/** The command that starts the server of a language, in its folder. */
export async function commandFor(language: Language): Promise<[string, ...string[]]> {
  if (language === "node") return [process.execPath, "main.mjs"];
  // Without -B Python leaves compiled files beside the source.
  if (language === "python") return ["python3", "-B", "main.py"];
  // The quick compiler and the small collector are enough for a server that lives for seconds.
  return ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", await compileJava(), "Main"];
}

function environmentOf(options: PlantedOptions): NodeJS.ProcessEnv {
  const { registered, kind, fault, port = 0 } = options;
  return {
    HOST: "localhost",
    PORT: String(port),
    FAULT: fault ?? "",
    JOINERY_KIND: kind,
    JOINERY_HUB: options.hub,
    JOINERY_SERVICE_ID: registered.service_id,
    JOINERY_AUTH_ID: registered.auth_id,
    JOINERY_PROXY_SECRET: registered.proxy_secret,
    JOINERY_API_TOKEN: registered.api_token,
    JOINERY_CONNECT_BASE: options.connectBase,
    ACME_ISSUER: options.issuer,
    ACME_CLIENT_ID: options.clientId,
    ACME_CLIENT_SECRET: options.clientSecret,
  };
}
