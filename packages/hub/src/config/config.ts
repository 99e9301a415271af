import type { SignInSettings } from "../directory/sign-in/settings.ts";
import type { MailSettings } from "../mail/settings.ts";

/** The least that is logged. */
export type LogLevel = "info" | "warn" | "error";

/** Everything a hub process is told, checked. */
export interface Config {
  /** Where browsers and integrations reach the hub. */
  publicUrl: URL;
  /** Whether the public URL is loopback: then defaults suit trying, not an organisation. */
  development: boolean;
  /** Port 0 takes a free one. */
  listen: { host: string; port: number };
  organisationName: string;
  database: { engine: "pglite"; folder: string } | { engine: "postgres"; url: string; connections: number };
  /** Folder for what is not in a PostgreSQL. */
  dataFolder: string;
  /** 32 bytes; `undefined`: kept in the data folder, made at the first start. */
  masterKey: Uint8Array | undefined;
  signIn: SignInSettings | undefined;
  mail: MailSettings | undefined;
  logLevel: LogLevel;
  /** How long running requests may take once the process was asked to end. */
  drainSeconds: number;
  /** Whether this process does durable work. */
  work: boolean;
}
