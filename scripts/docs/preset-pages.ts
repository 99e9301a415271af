import type { Fact, Preset } from "../../packages/sdk/src/external/preset.ts";
import type { RevocationProfile } from "../../packages/sdk/src/external/service-profile.ts";
import * as presets from "../../packages/sdk/src/presets.ts";
import { EMULATOR_DIFFERENCES } from "../../packages/sdk/src/testing/emulator-differences.ts";

const ALL = Object.entries<Preset>(presets);
const DIFFERENCES: Readonly<Record<string, readonly string[]>> = EMULATOR_DIFFERENCES;

/** The reference page of the presets: each fact with its source. */
export function presetPages(): ReadonlyMap<string, string> {
  return new Map([["docs/reference/presets.md", page()]]);
}

function page(): string {
  return `# Presets

What has to be known of an external service, as data, from \`@joinery/sdk/presets\`. A preset is the default of each option of
\`oauth2\`; what you give beside it goes before it.

\`\`\`ts
import { oauth2 } from "@joinery/sdk";
import { github } from "@joinery/sdk/presets";

const auth = oauth2({
  preset: github,
  clientId: process.env.GITHUB_CLIENT_ID ?? "",
  clientSecret: process.env.GITHUB_CLIENT_SECRET ?? "",
  scopes: ["repo"],
});
\`\`\`

Each fact says where it comes from, when it was read, and how well it is known:

- *documents*: read in the vendor's own pages, in a copy of them that may be older than the day it was read;
- *second hand*: public programs and pages of others say so of the page that is named; the place itself was not seen;
- *live*: tried by somebody with a real account. So far nothing was.

What nobody says is left out. Each preset runs against a stand-in that behaves as the same pages say, and those of
${Object.keys(DIFFERENCES).join(", ")} against the emulators of the package \`emulate\` as well. Try yours with a real
account before people rely on it.

| service | how it is found | asked for always | a disconnect |
| --- | --- | --- | --- |
${ALL.map(row).join("\n")}

One is missing, or something is wrong? [Add a service](../guides/add-a-service.md).

Generated from \`packages/sdk/src/presets\` by \`npm run generate\`.
${ALL.map(section).join("")}`;
}

function row([, { name, profile }]: [string, Preset]): string {
  const found = profile.endpoints ? "by its endpoints" : "by its metadata";
  const asked = (profile.alwaysScopes ?? []).map((scope) => `\`${scope}\``).join(" ");
  const site = profile.site ? `, at \`${profile.site.host}\`` : "";
  return `| [${name}](#${anchor(name)}) | ${found}${site} | ${asked || "nothing"} | ${disconnect(profile.revocation)} |`;
}

function disconnect(revocation: RevocationProfile | undefined): string {
  if (revocation?.as === "none") return "leaves the grant alive, and says so";
  const reach = revocation !== undefined && "reach" in revocation ? revocation.reach : undefined;
  if (reach === "client") return "ends everything that the person has granted to this client";
  return revocation?.as === "rfc7009" ? "ends the grant" : "ends the token that it is made with or given";
}

function section([variable, { name, profile, facts }]: [string, Preset]): string {
  const differences = DIFFERENCES[name] ?? [];
  return `
## ${name}

\`import { ${variable} } from "@joinery/sdk/presets"\`

| member | value | what the source says | source |
| --- | --- | --- | --- |
${facts.map((fact) => factRow(fact, profile)).join("\n")}
${
  differences.length === 0
    ? ""
    : `\nThe emulator of the package \`emulate\` differs from the documents:\n\n${differences.map((each) => `- ${each}`).join("\n")}\n`
}`;
}

function factRow({ about, says, source, on, known }: Fact, profile: object): string {
  return `| \`${about}\` | ${shown(valueAt(profile, about))} | ${says} | [${known.replace("_", " ")}, ${on}](${source}) |`;
}

function valueAt(profile: object, about: string): unknown {
  let value: unknown = profile;
  for (const name of about.split(".")) value = (value as Record<string, unknown>)[name];
  return value;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 1).replaceAll(/\s+/g, " ");
  return `\`${text.replaceAll("|", "\\|")}\``;
}

function anchor(name: string): string {
  return name.toLowerCase().replaceAll(/[^\w]+/g, "-");
}
