export const LANGUAGES = ["typescript", "other"] as const;
export const KINDS = ["verified", "plain"] as const;
export const AUTH_KINDS = ["oauth2"] as const;
export const RUNS_ON = ["node", "docker"] as const;

/** What is to be written, with every question answered. */
export interface Plan {
  /** As it was typed; relative to where the command was called. */
  folder: string;
  /** The external service, as people know it. */
  name: string;
  language: (typeof LANGUAGES)[number];
  kind: (typeof KINDS)[number] | "blink";
  runsOn: (typeof RUNS_ON)[number];
  /** How a server in another language is started. */
  start: string;
  /** Where each of our packages comes from: a version, or a `file:` address. */
  packages: Readonly<Record<"@joinery/sdk" | "@joinery/testing" | "@joinery/cli", string>>;
}

/** A name for a folder and a package: "Acme Desk" is `acme-desk`. */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const slug = plain.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
  return slug || "integration";
}

/** The options of `joinery dev` and `joinery conformance` that fit the plan. */
export function kindFlag({ kind }: Plan): string {
  if (kind === "blink") return " --blink";
  return kind === "verified" ? "" : ` --kind ${kind}`;
}
