import { posix } from "node:path";
import type { Module, World } from "./modules.ts";

/** Looks at one file; answers with a sentence when it must not be. */
export type FileRule = (module: Module, world: World) => string | undefined;

const NAMELESS = /^(utils?|helpers?|common|shared|misc)$/;

const everythingHasAName: FileRule = ({ path }) => {
  const part = path.split("/").find((segment) => NAMELESS.test(segment.split(".")[0] ?? ""));
  return part === undefined ? undefined : `"${part}" says nothing: what two features need has a name`;
};

/** What a tool or a runtime takes by default. */
const DEFAULT_BY_DEMAND = /\.config\.ts$|^examples\/(bun|deno|workers)\/main\.ts$|^e2e\/sdk\/runtimes\/programs\//;

const namedExportsOnly: FileRule = ({ path, source }) => {
  if (DEFAULT_BY_DEMAND.test(path) || !/^export\s+(default\b|\{[^}]*\bas\s+default\b)/m.test(source)) return undefined;
  return "exports have names, there is no default";
};

/** An `index.ts` is the hand-written public surface of a package, so it stands in its `exports`. */
const noBarrels: FileRule = ({ path, part }, world) => {
  if (!/^index\.tsx?$/.test(posix.basename(path)) || !part.startsWith("packages/")) return undefined;
  const surfaces = Object.values(world.manifests.get(part)?.exports ?? {}).map((entry) => posix.join(part, entry));
  return surfaces.includes(path) ? undefined : "there are no barrels inside a package";
};

/** The rules about whole files. */
export const FILE_RULES: readonly FileRule[] = [everythingHasAName, namedExportsOnly, noBarrels];
