import type { Check } from "../../packages/conformance/src/check.ts";
import { CHECKS } from "../../packages/conformance/src/checks/all-checks.ts";
import { PROFILES, type Profile } from "../../packages/conformance/src/profiles.ts";
import { EXIT_CODES } from "../../packages/conformance/src/report.ts";

const DATA = "packages/conformance/src/check-pages.generated.ts";
const NEEDS = {
  requests: "URL, ids and proxy secret",
  workshop: "a workshop: real accounts at its service",
} as const;

/** A page for each check, the list of all, and the same as data for pages in a browser. */
export function conformancePages(): ReadonlyMap<string, string> {
  return new Map([
    ...CHECKS.map((check): [string, string] => [`docs/conformance/${check.id}.md`, checkPage(check)]),
    ["docs/conformance/README.md", list()],
    [DATA, data()],
  ]);
}

function checkPage(check: Check): string {
  return `# ${check.id}

> ${check.sentence}

| | |
| --- | --- |
| profile | ${check.profile} |
| since | ${check.since} |
| needs | ${NEEDS[check.needs]} |
| runs from the admin panel | ${check.harmless ? "yes" : "no"} |

## Why

${check.reason}

## Right

\`\`\`text
${check.example}
\`\`\`

## When it fails

${check.fix}

[All checks](README.md)
`;
}

function list(): string {
  const profiles = Object.entries(PROFILES) as [Profile, string][];
  return `# Conformance checks

What every correct integration does, in any language. Generated from \`packages/conformance/src/checks\`.

${profiles.map(([profile, sentence]) => section(profile, sentence)).join("\n")}
## Exit codes

| code | means |
| --- | --- |
${Object.entries(EXIT_CODES)
  .map(([code, sentence]) => `| ${code} | ${sentence} |`)
  .join("\n")}
`;
}

function section(profile: Profile, sentence: string): string {
  const rows = CHECKS.filter((check) => check.profile === profile).map(
    ({ id, sentence: holds, needs }) => `| [\`${id}\`](${id}.md) | ${holds} | ${needs} |`,
  );
  return `## ${profile}

${sentence}

| check | what holds | needs |
| --- | --- | --- |
${rows.join("\n")}
`;
}

function data(): string {
  const pages = CHECKS.map(({ run: _run, ...words }) => words);
  return `// Generated from the checks: run \`npm run generate\`.
import type { CheckInfo } from "./check.ts";

/** What pages show about each check; no functions, so that a browser gets words only. */
export const CHECK_PAGES: readonly CheckInfo[] = ${JSON.stringify(pages, null, 2)};
`;
}
