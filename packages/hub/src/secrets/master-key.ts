import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const KEY_BYTES = 32;

/** Reads a master key: 32 bytes in base64 or base64url. */
export function parseMasterKey(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text.trim(), "base64");
  return bytes.length === KEY_BYTES ? new Uint8Array(bytes) : undefined;
}

/** Reads the master key from a file beside the database, or makes it there, readable by its owner only. */
export function loadOrCreateMasterKey(file: string): Uint8Array {
  try {
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const key = parseMasterKey(readFileSync(file, "utf8"));
  if (key === undefined) throw new Error("The vault key file does not hold a key of 32 bytes.");
  return key;
}
