import { registerHooks } from "node:module";

/** What stands behind an ownership clause: `.where(…) // owner: <name>`. */
export const CLAUSE = /\.where\((?:[^()]|\([^()]*\))*\)(?=[,;]?[ \t]*\/\/ owner: (?<name>.+)$)/gm;

/** Modules that every copy of the hub shares: they own no data and are dear to load. */
const SHARED = /\/(?:testing\/database|store\/[^/]+|store\/migrations\/[^/]+)\.ts$/;

const sources = new URL("../", import.meta.url).href;

/** Notes that a clause was passed, while it is in place. */
const PASSED = "joineryClausePassed";

/**
 * Lets `import("…?without=<clause>")` load a copy of the hub in which one clause is missing, modules of its own all the way
 * down; `?without=` loads a copy that tells `passed` about every clause on its way to the database.
 */
export function loadHubsWithoutClauses(passed: (clause: string) => void): void {
  Object.assign(globalThis, { [PASSED]: passed });
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const mark = new URL(context.parentURL ?? "file:///").search;
      const isCopied = mark.startsWith("?without=") && resolved.url.startsWith(sources) && !SHARED.test(resolved.url);
      return isCopied && !resolved.url.includes("?") ? { ...resolved, url: `${resolved.url}${mark}` } : resolved;
    },
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const clause = new URL(url).searchParams.get("without");
      if (clause === null) return loaded;
      return {
        ...loaded,
        source: clause === "" ? tell(textOf(loaded.source)) : withoutClause(textOf(loaded.source), clause),
      };
    },
  });
}

/** The source without one clause. */
export function withoutClause(source: string, clause: string): string {
  return source.replace(CLAUSE, (whole, ...rest) => (nameIn(rest) === clause ? "" : whole));
}

function tell(source: string): string {
  return source.replace(CLAUSE, (whole, ...rest) => {
    const name = JSON.stringify(nameIn(rest));
    return `${whole}.$call((query) => (globalThis.${PASSED}(${name}), query))`;
  });
}

function nameIn(rest: unknown[]): string {
  return (rest.at(-1) as { name: string }).name;
}

function textOf(source: unknown): string {
  return typeof source === "string" ? source : Buffer.from(source as Uint8Array).toString();
}
