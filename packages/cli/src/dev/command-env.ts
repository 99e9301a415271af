import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What a command finds in its environment: ours, the integration's settings, and a project's own programs as in an npm script. */
export function commandEnv(
  folder: string,
  env: NodeJS.ProcessEnv,
  settings: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const programs = join(folder, "node_modules/.bin");
  const path = existsSync(programs) ? [programs, env.PATH].filter(Boolean).join(delimiter) : env.PATH;
  // Whoever starts a server does not mean to hand it the key to the workshop.
  const { JOINERY_WORKSHOP_TOKEN: _, ...own } = env;
  return { ...own, ...settings, ...(path === undefined ? {} : { PATH: path }) };
}
