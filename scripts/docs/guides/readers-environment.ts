import { delimiter, join } from "node:path";

/** Of this repository, of npm that runs us, or of the test runner: nothing that a reader has. */
const OURS = /^(npm_|NPM_|VITEST|JOINERY_|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|CHROMIUM_PATH$|FORCE_COLOR$|NO_COLOR$)/;
/** How npm reaches its registry here. */
const KEPT = /^npm_config_(registry|cache|userconfig|cafile|proxy|https_proxy)$/i;

/**
 * The environment of somebody who follows a guide: theirs, without what this repository has put into it, and with a place
 * of its own for what they install globally.
 */
export function readersEnvironment(
  env: NodeJS.ProcessEnv,
  { root, home }: { root: string; home: string },
): NodeJS.ProcessEnv {
  const prefix = join(home, "global");
  const path = (env.PATH ?? "").split(delimiter).filter((folder) => !folder.startsWith(root));
  const theirs = Object.entries(env).filter(([name]) => !OURS.test(name) || KEPT.test(name));
  return {
    ...Object.fromEntries(theirs),
    PATH: [join(prefix, "bin"), ...path].join(delimiter),
    npm_config_prefix: prefix,
    npm_config_update_notifier: "false",
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
}
