import { registerHooks } from "node:module";
import type { KyselyPlugin } from "kysely";

/** What stands behind an ownership clause: `.where(…) // owner: <name>`. */
export const CLAUSE = /\.where\((?:[^()]|\([^()]*\))*\)(?=[,;]?[ \t]*\/\/ owner: (?<name>.+)$)/gm;

const sources = new URL("../", import.meta.url).href;

/** Where the hub's modules find `Removal`. */
const REMOVAL = "joineryRemoval";

/** Decides for each clause on its way into a statement. */
export interface Removal {
  /** Whether the clause goes into the statement. */
  isPut(clause: string): boolean;
  /** What a statement gets instead. */
  instead: KyselyPlugin;
}

/**
 * From now on every module of the hub that is loaded asks, whenever it writes a statement, whether an ownership clause goes
 * into it. So a clause can be missing from one request and be there in the next, in one and the same hub.
 */
export function makeClausesRemovable(removal: Removal): void {
  Object.assign(globalThis, { [REMOVAL]: removal });
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      return url.startsWith(sources) ? { ...loaded, source: makeRemovable(textOf(loaded.source)) } : loaded;
    },
  });
}

/** The source with a question in front of each clause. */
export function makeRemovable(source: string): string {
  return source.replace(CLAUSE, (clause, ...rest) => {
    const { name } = rest.at(-1) as { name: string };
    const isPut = `globalThis.${REMOVAL}.isPut(${JSON.stringify(name)})`;
    return `.$call((query) => ${isPut} ? query${clause} : query.withPlugin(globalThis.${REMOVAL}.instead))`;
  });
}

function textOf(source: unknown): string {
  return typeof source === "string" ? source : Buffer.from(source as Uint8Array).toString();
}
