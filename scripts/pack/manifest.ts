import { type Pack, packageName } from "./packs.ts";

/** A package.json, as far as packing looks at it. */
export interface Manifest {
  name: string;
  version: string;
  exports?: Record<string, string>;
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  [field: string]: unknown;
}

/** What a package.json looks like when its package is published. */
export type PublishedManifest = Omit<Manifest, "exports"> & {
  exports: Record<string, string | { types: string; default: string }>;
};

/** Entries that only the tests of this repository use, and what lies below them. */
const NOT_PUBLISHED = /^\.\/testing(?:\/|$)/;

/**
 * Turns the manifest of a workspace into the one that is published: built files instead of sources, nothing that only
 * development needs, and the packages of ours declared as lying in the tarball.
 *
 * What those need from outside is declared here as well: npm does not look into a bundle for what is missing in it.
 */
export function publishedManifest(pack: Pack, manifests: ReadonlyMap<string, Manifest>): PublishedManifest {
  const manifest = getManifest(manifests, pack.folder);
  const bundled = pack.bundles.map((folder) => getManifest(manifests, folder));
  const { devDependencies: _, private: __, exports: ___, ...kept } = manifest;
  const dependencies = Object.assign(
    {},
    ...bundled.map((one) => externals(one)),
    externals(manifest),
    ...bundled.map(({ name, version }) => ({ [name]: version })),
  ) as Record<string, string>;
  return {
    ...kept,
    engines: { node: pack.node },
    exports: builtExports(manifest),
    ...(manifest.bin === undefined ? {} : { bin: mapValues(manifest.bin, builtFile) }),
    files: ["dist", ...(pack.pages ? ["pages"] : [])],
    dependencies: sorted(dependencies),
    ...(bundled.length === 0 ? {} : { bundleDependencies: bundled.map(({ name }) => name) }),
  };
}

/** The manifest of a package inside another's tarball: whoever bundles it declares what it needs. */
export function bundledManifest(manifest: Manifest): PublishedManifest {
  const { name, version, license, type } = manifest;
  return { name, version, license, type, exports: builtExports(manifest) };
}

function externals(manifest: Manifest): Record<string, string> {
  const entries = Object.entries(manifest.dependencies ?? {});
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith(packageName(""))));
}

function builtExports({ exports = {} }: Manifest): PublishedManifest["exports"] {
  const published = Object.entries(exports).filter(([entry]) => !NOT_PUBLISHED.test(entry));
  const built = published.map(([entry, source]) => {
    const file = builtFile(source);
    return [entry, { types: file.replace(/\.js$/, ".d.ts"), default: file }] as const;
  });
  return { ...Object.fromEntries(built), "./package.json": "./package.json" };
}

/** `./src/index.ts` is `./dist/index.js`. */
function builtFile(source: string): string {
  return source.replace(/^(?:\.\/)?src\//, "./dist/").replace(/\.ts$/, ".js");
}

function getManifest(manifests: ReadonlyMap<string, Manifest>, folder: string): Manifest {
  const manifest = manifests.get(folder);
  if (manifest === undefined) throw new Error(`There is no package ${packageName(folder)}.`);
  return manifest;
}

function mapValues(record: Record<string, string>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function sorted(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}
