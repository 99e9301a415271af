/** A package that is published: which of ours go with it in its tarball, and what else it carries. */
export interface Pack {
  /** Folder below `packages/`. */
  folder: string;
  /** The oldest Node it runs on. */
  node: string;
  /** Packages of ours that lie inside its tarball, so that one file is all that somebody needs. */
  bundles: readonly string[];
  /** Whether the built pages lie in it, in `pages/`. */
  pages?: true;
}

/** What undici 8, the hub's way out, asks for. */
const HUB_NODE = ">=22.19";
/** What the SDK promises. */
const SDK_NODE = ">=20.19";

/** Everything that is published. */
export const PACKS: readonly Pack[] = [
  { folder: "contract", node: SDK_NODE, bundles: [] },
  { folder: "sdk", node: SDK_NODE, bundles: ["contract"] },
  { folder: "conformance", node: SDK_NODE, bundles: ["contract"] },
  { folder: "hub", node: HUB_NODE, bundles: ["conformance", "contract"] },
  {
    folder: "workshop",
    node: HUB_NODE,
    bundles: ["conformance", "contract", "hub"],
    pages: true,
  },
  { folder: "testing", node: HUB_NODE, bundles: ["conformance", "contract", "hub", "workshop"] },
  {
    folder: "cli",
    node: SDK_NODE,
    bundles: ["conformance", "contract", "hub", "workshop"],
  },
];

/** The name under which a package is imported. */
export function packageName(folder: string): string {
  return `@joinery/${folder}`;
}
