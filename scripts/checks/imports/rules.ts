import type { Manifest, Module, ResolvedImport, World } from "./modules.ts";

/** Looks at one import; answers with a sentence when it must not be. */
export type ImportRule = (module: Module, found: ResolvedImport, world: World) => string | undefined;

/**
 * Which parts a part may import. What is not listed composes and may import all: workshop, cli, e2e, bench, scripts.
 * Tests of examples compose too: they run the example against a hub.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  "packages/contract": [],
  "packages/sdk": ["packages/contract"],
  "packages/hub": ["packages/contract", "packages/conformance"],
  "packages/web": ["packages/contract", "packages/conformance"],
  "packages/conformance": ["packages/contract"],
  "examples/blink": ["packages/sdk", "packages/contract"],
  "examples/plain": [],
};

/** An example has only what differs from `examples/desk`. */
const EXAMPLE_MAY_IMPORT = ["packages/sdk", "packages/contract", "examples/desk"];

const direction: ImportRule = (module, { target }) => {
  if (target.kind !== "file" || target.part === module.part) return undefined;
  if (module.part.startsWith("examples/") && module.isTest) return undefined;
  const allowed = MAY_IMPORT[module.part] ?? (module.part.startsWith("examples/") ? EXAMPLE_MAY_IMPORT : undefined);
  if (allowed === undefined || allowed.includes(target.part)) return undefined;
  return `${module.part} must not import ${target.part}`;
};

const publicSurface: ImportRule = (module, { target, specifier }) => {
  if (target.kind !== "file" || !specifier.startsWith(".") || target.part === module.part) return undefined;
  if (!module.part.startsWith("packages/")) return undefined;
  return `another package is imported by its name, not by a path into ${target.part}`;
};

const contractIsPure: ImportRule = (module, { target }) => {
  if (module.part !== "packages/contract" || module.isTest || target.kind === "file") return undefined;
  return target.name === "zod" ? undefined : `the contract imports zod and itself only, not ${target.name}`;
};

const sdkRunsEverywhere: ImportRule = (module, { target }) => {
  if (module.part !== "packages/sdk" || module.isTest || target.kind !== "node") return undefined;
  if (/^packages\/sdk\/src\/node(\.ts|\/)/.test(module.path)) return undefined;
  return `the SDK runs outside Node too: ${target.name} belongs into src/node.ts or src/node/`;
};

const keyMaterialInOnePlace: ImportRule = (module, { target }) => {
  if (module.part !== "packages/hub" || module.isTest || target.kind !== "node") return undefined;
  if (target.name !== "node:crypto" || module.path.startsWith("packages/hub/src/secrets/")) return undefined;
  return "only the hub's secrets/ touches node:crypto";
};

const pagesWithoutZod: ImportRule = (module, { target, typeOnly }, world) => {
  if (module.part !== "packages/web" || module.isTest || typeOnly) return undefined;
  if (target.kind !== "file" || target.part === module.part) return undefined;
  return reachesZod(target.path, world, new Set()) ? "this import brings zod into the pages" : undefined;
};

function reachesZod(path: string, world: World, seen: Set<string>): boolean {
  if (seen.has(path)) return false;
  seen.add(path);
  const values = world.modules.get(path)?.imports.filter(({ typeOnly }) => !typeOnly) ?? [];
  return values.some(({ target }) =>
    target.kind === "file" ? reachesZod(target.path, world, seen) : target.name === "zod",
  );
}

/** Tests and benchmarks are never published: they may use what any workspace declares, because one install serves all. */
const declaredDependencies: ImportRule = (module, { target, typeOnly }, world) => {
  if (target.kind !== "package") return undefined;
  const { name } = target;
  const own = world.manifests.get(module.part);
  const root = world.manifests.get(".");
  if (module.isTest || module.part === "e2e" || module.part === "bench") {
    return [...world.manifests.values()].some((manifest) => declares(manifest, name))
      ? undefined
      : `${name} is not declared in any package.json`;
  }
  if (!declares(own, name) && !declares(root, name))
    return `${name} is not declared in the package.json of ${module.part}`;
  const runs = module.path.startsWith(`${module.part}/src/`) && module.part !== "packages/web" && !typeOnly;
  if (!runs || Object.hasOwn(own?.dependencies ?? {}, name)) return undefined;
  return `${name} is used at run time and must be under dependencies of ${module.part}`;
};

function declares(manifest: Manifest | undefined, name: string): boolean {
  const all = { ...manifest?.dependencies, ...manifest?.devDependencies };
  return Object.hasOwn(all, name) || Object.hasOwn(all, `@types/${name}`);
}

/** The rules about single imports, the broadest first. */
export const IMPORT_RULES: readonly ImportRule[] = [
  direction,
  publicSurface,
  contractIsPure,
  sdkRunsEverywhere,
  keyMaterialInOnePlace,
  pagesWithoutZod,
  declaredDependencies,
];
