import { commandLinePage } from "./command-line-page.ts";
import { configurationPage } from "./configuration-page.ts";
import { conformancePages } from "./conformance-pages.ts";
import type { GeneratedDocs } from "./generated.ts";
import { presetPages } from "./preset-pages.ts";
import { problemPages } from "./problem-pages.ts";
import { runtimesPage } from "./runtimes-page.ts";
import { sdkPages } from "./sdk-pages.ts";

/** Everything of the documentation that `npm run generate` writes and `npm run check` holds against the code. */
export const GENERATED_DOCS: readonly GeneratedDocs[] = [
  { name: "docs/problems, docs/reference/problems.md", folder: "docs/problems", files: problemPages },
  { name: "docs/conformance", folder: "docs/conformance", files: conformancePages },
  { name: "docs/reference/cli.md", files: commandLinePage },
  { name: "docs/reference/configuration.md", files: configurationPage },
  { name: "docs/reference/presets.md", files: presetPages },
  { name: "docs/reference/runtimes.md", files: runtimesPage },
  { name: "docs/reference/sdk.md, docs/reference/sdk", folder: "docs/reference/sdk", files: sdkPages },
];
