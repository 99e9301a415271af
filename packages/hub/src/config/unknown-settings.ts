import { isSecret, SETTING_NAMES } from "./settings.ts";

const PREFIX = "JOINERY_";

/** Every name that the hub reads, with the variants that name a file. */
export const READ_NAMES: readonly string[] = SETTING_NAMES.flatMap((name) =>
  isSecret(name) ? [name, `${name}_FILE`] : [name],
);

/** Names in the environment that look like settings of the hub and are none; probably misspelled. */
export function findUnknownSettings(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !READ_NAMES.includes(name))
    .sort();
}
