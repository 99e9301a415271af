import { posix } from "node:path";
import type { ImportRule } from "./rules.ts";

const HUB = "packages/hub/src/";

/** All SQL of a room. */
const STORE_FILE = /^(store|.+-store)\.ts$/;
const ROUTES_FILE = /^(routes|.+-routes)\.ts$/;

/** Reading is what a route may ask a store for without a use case in between. */
const READING = /^(find|get|list|count|is|has|can|may)[A-Z]|[a-z]NamesOf$/;

/** The room of the hub that a path lies in: `""` for the files above the rooms, `undefined` outside the hub. */
export function roomOf(path: string): string | undefined {
  if (!path.startsWith(HUB)) return undefined;
  const [first = "", ...rest] = path.slice(HUB.length).split("/");
  return rest.length === 0 ? "" : first;
}

const onlyWiringImportsRoutes: ImportRule = (module, { target }) => {
  const room = roomOf(module.path);
  if (room === undefined || module.isTest || target.kind !== "file") return undefined;
  if (room === "" || room === "http" || ROUTES_FILE.test(posix.basename(module.path))) return undefined;
  if (roomOf(target.path) === undefined || !ROUTES_FILE.test(posix.basename(target.path))) return undefined;
  return "within a room imports run routes → use case → store, never back to the routes";
};

const storeImportsNoUseCase: ImportRule = (module, { target, typeOnly }, world) => {
  const room = roomOf(module.path);
  if (!room || module.isTest || typeOnly || target.kind !== "file" || roomOf(target.path) !== room) return undefined;
  if (!STORE_FILE.test(posix.basename(module.path)) || STORE_FILE.test(posix.basename(target.path))) return undefined;
  const isUseCase = world.modules
    .get(target.path)
    ?.imports.some(
      (found) => !found.typeOnly && found.target.kind === "file" && STORE_FILE.test(posix.basename(found.target.path)),
    );
  return isUseCase ? "a store does not import a use case" : undefined;
};

const routesDoNotWrite: ImportRule = (module, { target, typeOnly, names }) => {
  const room = roomOf(module.path);
  if (!room || module.isTest || typeOnly || !ROUTES_FILE.test(posix.basename(module.path))) return undefined;
  if (target.kind !== "file" || !STORE_FILE.test(posix.basename(target.path))) return undefined;
  const writes = names.filter((name) => !READING.test(name));
  return writes.length > 0
    ? `a route writes through a use case, not through the store (${writes.join(", ")})`
    : undefined;
};

/** The rules about imports within the hub. */
export const HUB_RULES: readonly ImportRule[] = [onlyWiringImportsRoutes, storeImportsNoUseCase, routesDoNotWrite];
