import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PAGES_MARK } from "../pages/ensure-pages.ts";
import { ROOT } from "../root.ts";
import { brokenImports, finishEmitted } from "./emitted.ts";
import { bundledManifest, type Manifest, type PublishedManifest, publishedManifest } from "./manifest.ts";
import { PACKS, type Pack, packageName } from "./packs.ts";

const PAGES = dirname(PAGES_MARK);

/** Reads the manifests of all packages that are published. */
export function readManifests(): ReadonlyMap<string, Manifest> {
  return new Map(
    PACKS.map(({ folder }) => [
      folder,
      JSON.parse(readFileSync(join(ROOT, "packages", folder, "package.json"), "utf8")) as Manifest,
    ]),
  );
}

/**
 * Lays a package out as its tarball will be, with those of ours that it bundles.
 *
 * @param compiled where the compiler has written all packages
 * @returns what would not work in it
 */
export function stagePack(pack: Pack, compiled: string, target: string): string[] {
  const manifests = readManifests();
  const manifest = publishedManifest(pack, manifests);
  layOut(pack, compiled, target, manifest);
  cpSync(join(ROOT, "LICENSE"), join(target, "LICENSE"));
  const readme = join(ROOT, "packages", pack.folder, "README.md");
  if (existsSync(readme)) cpSync(readme, join(target, "README.md"));
  const inside = new Map([[target, manifest]]);
  for (const folder of pack.bundles) {
    const bundled = PACKS.find((one) => one.folder === folder);
    const source = manifests.get(folder);
    if (bundled === undefined || source === undefined) throw new Error(`${packageName(folder)} is not published.`);
    const place = join(target, "node_modules", packageName(folder));
    inside.set(place, bundledManifest(source));
    layOut(bundled, compiled, place, bundledManifest(source));
  }
  return faultsOf(inside, manifest);
}

function layOut(pack: Pack, compiled: string, target: string, manifest: PublishedManifest): void {
  const dist = join(target, "dist");
  mkdirSync(dist, { recursive: true });
  const emitted = join(compiled, pack.folder, "src");
  for (const file of globSync("**/*.{js,d.ts,json}", { cwd: emitted })) {
    const place = join(dist, file);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, finishEmitted(file, readFileSync(join(emitted, file), "utf8")));
  }
  copyAssets(join(ROOT, "packages", pack.folder, "src"), dist);
  if (pack.pages) cpSync(PAGES, join(target, "pages"), { recursive: true, filter: (path) => path !== PAGES_MARK });
  writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Everything beside the sources that is no source: style sheets, pictures, files of a scaffold. */
function copyAssets(source: string, dist: string): void {
  const isAsset = (path: string) => !/\.tsx?$|\/(?:__snapshots__|testing|attacks)\//.test(path);
  for (const entry of globSync("**/*", { cwd: source, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && isAsset(path)) cpSync(path, join(dist, path.slice(source.length + 1)));
  }
}

/** What would not load: an entry without a file, an import that leads nowhere. */
function faultsOf(inside: ReadonlyMap<string, PublishedManifest>, { dependencies }: PublishedManifest): string[] {
  const own = new Set(
    [...inside.values()].flatMap(({ name, exports }) =>
      Object.keys(exports).map((entry) => `${name}${entry.slice(1)}`),
    ),
  );
  const imports = { own, packages: new Set(Object.keys(dependencies ?? {})) };
  return [...inside].flatMap(([place, manifest]) => {
    const files = new Set(
      globSync(["{dist,pages}/**/*", "package.json"], { cwd: place }).map((path) => path.replaceAll("\\", "/")),
    );
    const programs = [...files].filter((path) => /\.(m?js|d\.ts)$/.test(path) && path.startsWith("dist/"));
    const entries = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === "string" ? [] : entry.default,
    );
    const missing = entries.filter((entry) => !files.has(entry.slice(2)));
    return [
      ...missing.map((entry) => `exports ${entry}, which is not there`),
      ...programs.flatMap((path) => brokenImports(path, readFileSync(join(place, path), "utf8"), files, imports)),
    ].map((fault) => `${manifest.name}: ${fault}`);
  });
}
