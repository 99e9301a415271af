import type { OptionValues } from "../option-values.ts";
import { wrongUse } from "../refusal.ts";
import { FIRST_PORT } from "./dev-ports.ts";

const LARGEST_PORT = 65_535;

/**
 * The first port of joinery dev: as it was typed, else as JOINERY_PORT says, so that `npm run dev` of a scaffold can be moved
 * without touching its scripts.
 */
export function firstPortOf(options: OptionValues, env: Readonly<Record<string, string | undefined>>): number {
  const typed = options.port("port");
  const { JOINERY_PORT: said } = env;
  if (typed !== undefined || !said) return typed ?? FIRST_PORT;
  const port = Number(said);
  if (/^\d{1,5}$/.test(said) && port > 0 && port <= LARGEST_PORT) return port;
  throw wrongUse(`JOINERY_PORT is a port, a number from 1 to ${LARGEST_PORT}.`);
}
