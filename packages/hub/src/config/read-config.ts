import { join } from "node:path";
import { isLoopbackHost } from "../http/host.ts";
import { parseMasterKey } from "../secrets/master-key.ts";
import type { Config } from "./config.ts";
import type { Fault } from "./fault.ts";
import { readMail } from "./read-mail.ts";
import { readSignIn } from "./read-sign-in.ts";
import { createSettingReader, type SettingReader, type SettingSource } from "./setting-reader.ts";

const DEFAULT_PORT = 4000;
const DEFAULT_PUBLIC_URL = `http://127.0.0.1:${DEFAULT_PORT}`;
const DEFAULT_DATA = ".joinery/hub";
const LARGEST_PORT = 65_535;

/** What the environment comes to: a configuration, or everything that is wrong with it. */
export type ConfigRead = { config: Config } | { faults: readonly Fault[] };

/**
 * Reads the configuration of a hub process. All faults at once, with name and remedy and never a value: whoever deploys
 * corrects them in one go, and what they say can stand in any log.
 */
export function readConfig(source: SettingSource): ConfigRead {
  const read = createSettingReader(source);
  const publicUrl = readPublicUrl(read);
  const development = isLoopbackHost(publicUrl.hostname);
  const config: Config = {
    publicUrl,
    development,
    listen: readListen(read, publicUrl, development),
    organisationName: read.text("JOINERY_ORGANISATION_NAME") ?? "My organisation",
    dataFolder: read.text("JOINERY_DATA") ?? DEFAULT_DATA,
    database: readDatabase(read, development),
    masterKey: readMasterKey(read, development),
    signIn: readSignIn(read, development),
    mail: readMail(read),
    logLevel: read.choice("JOINERY_LOG_LEVEL", ["info", "warn", "error"], "info"),
    drainSeconds: read.number("JOINERY_DRAIN_SECONDS", { from: 0, to: 600, otherwise: 10 }),
    work: read.flag("JOINERY_WORK", true),
  };
  return read.faults.length === 0 ? { config } : { faults: read.faults };
}

function readPublicUrl(read: SettingReader): URL {
  const setting = "JOINERY_PUBLIC_URL";
  const url = read.url(setting, ["https:", "http:"]) ?? new URL(DEFAULT_PUBLIC_URL);
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "") {
    read.refuse(setting, "Give an origin: scheme, host name and port, without a path, a query or a password.");
  }
  if (url.protocol !== "https:" && !isLoopbackHost(url.hostname)) {
    read.refuse(setting, "Begin it with https://: cookies, codes and tokens travel to this address.");
  }
  return new URL(url.origin);
}

function readListen(read: SettingReader, publicUrl: URL, development: boolean): Config["listen"] {
  const setting = "JOINERY_LISTEN";
  const value = read.text(setting);
  const ownPort = development && publicUrl.port !== "" ? Number(publicUrl.port) : DEFAULT_PORT;
  if (value === undefined) return { host: "127.0.0.1", port: ownPort };
  const [, host = "", port = ""] = /^(.+):(\d{1,5})$/.exec(value) ?? [];
  if (host !== "" && Number(port) <= LARGEST_PORT && !/[\s/@]/.test(host)) {
    // A public URL that can't be read is one fault, and not two.
    const isTrial = development && !read.faults.some((fault) => fault.setting === "JOINERY_PUBLIC_URL");
    if (isTrial && !isLoopbackHost(host)) {
      read.refuse(
        setting,
        "Listen on 127.0.0.1: with a public URL that is loopback everybody who reaches the hub may be everybody. For others set JOINERY_PUBLIC_URL, and an identity provider.",
      );
    }
    return { host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
  }
  read.refuse(setting, "Give address and port, as in 0.0.0.0:4000 or [::]:4000.");
  return { host: "127.0.0.1", port: ownPort };
}

function readDatabase(read: SettingReader, development: boolean): Config["database"] {
  const url = read.url("JOINERY_DATABASE_URL", ["postgres:", "postgresql:"]);
  const connections = read.number("JOINERY_DATABASE_CONNECTIONS", { from: 2, to: 200, otherwise: 10 });
  if (url !== undefined) return { engine: "postgres", url: url.href, connections };
  if (!development && read.text("JOINERY_DATABASE_URL") === undefined) {
    read.refuse(
      "JOINERY_DATABASE_URL",
      "Name a PostgreSQL server: the embedded database is for one process on one machine, and a power cut can spoil it.",
    );
  }
  return { engine: "pglite", folder: join(read.text("JOINERY_DATA") ?? DEFAULT_DATA, "database") };
}

function readMasterKey(read: SettingReader, development: boolean): Uint8Array | undefined {
  const setting = "JOINERY_MASTER_KEY";
  const text = read.text(setting);
  const isNamed = read.isNamed(setting);
  if (text === undefined && !isNamed && !development) {
    read.refuse(setting, "Give a key of 32 bytes that you keep apart from the database: openssl rand -base64 32.");
  }
  if (text === undefined) return undefined;
  const key = parseMasterKey(text);
  if (key === undefined) read.refuse(setting, "Give 32 bytes in base64: openssl rand -base64 32.");
  return key;
}
