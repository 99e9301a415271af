import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { OptionValues } from "../option-values.ts";
import { wrongUse } from "../refusal.ts";
import type { Session } from "../terminal/session.ts";

/** Where a secret may come from, in this order: a file, the environment, somebody who is asked. */
export interface SecretSource {
  /** For people: "the proxy secret". */
  what: string;
  /** Name of the option that names a file: `secret-file`. */
  fileOption: string;
  variable: string;
}

/** The longest secret that is one, so that nobody's disk image is sent as a header. */
const BYTES_AT_MOST = 4_096;

/** Reads a secret; `undefined` when it came from nowhere and nobody could be asked. */
export async function readSecret(
  source: SecretSource,
  options: OptionValues,
  session: Session,
): Promise<string | undefined> {
  const file = options.text(source.fileOption);
  if (file !== undefined) return readFile(file, source, session.folder);
  const { [source.variable]: value, [`${source.variable}_FILE`]: named } = session.env;
  if (value) return value;
  if (named) return readFile(named, source, session.folder);
  if (!session.canAsk) return undefined;
  const { isCancel, password } = await import("@clack/prompts");
  const { stdin: input, stderr: output, signal } = session;
  const answer = await password({ message: `What is ${source.what}?`, input, output, signal });
  return isCancel(answer) || !answer ? undefined : answer;
}

function readFile(path: string, { what, fileOption }: SecretSource, folder: string): string {
  let text: string;
  try {
    text = readFileSync(resolve(folder, path), "utf8");
  } catch {
    throw wrongUse(
      `The file with ${what} can't be read.`,
      `--${fileOption} names a file that holds it and nothing else.`,
    );
  }
  const secret = text.trim();
  if (secret === "" || secret.length > BYTES_AT_MOST || /\s/.test(secret)) {
    throw wrongUse(`The file with ${what} must hold it and nothing else, in one line.`);
  }
  return secret;
}
