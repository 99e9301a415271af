import { FAULT_LIES_WITH, PROBLEM_GUIDE, type ProblemGuideEntry } from "../../packages/contract/src/problem-guide.ts";
import { PROBLEMS, type ProblemCode } from "../../packages/contract/src/problems.ts";

const CODES = Object.keys(PROBLEMS) as ProblemCode[];
const SOURCE = "packages/contract/src/problem-guide.ts";

/** A page for each refusal, and the table of all. */
export function problemPages(): ReadonlyMap<string, string> {
  return new Map([
    ...CODES.map((code): [string, string] => [`docs/problems/${code}.md`, problemPage(code)]),
    ["docs/reference/problems.md", problemTable()],
  ]);
}

function problemPage(code: ProblemCode): string {
  const { status, sentence } = PROBLEMS[code];
  const { whose, when, todo, example } = PROBLEM_GUIDE[code];
  return `# ${code}

> ${sentence}

| | |
| --- | --- |
| status | ${status} |
| who has to act | ${FAULT_LIES_WITH[whose]} |

## When

${when}

## What to do

${todo}
${example === undefined ? "" : `\n\`\`\`text\n${example}\n\`\`\`\n`}
[All refusals](../reference/problems.md)
`;
}

function problemTable(): string {
  return `# Problems

Everything that hub and SDK refuse on purpose. A refusal looks like this:

\`\`\`json
{ "code": "LINKED_ACCOUNT_NOT_FOUND", "message": "There is no such linked account.", "request_id": "…" }
\`\`\`

\`message\` is for people. \`errors\` is added for a bad request: \`[{"path","message"}]\`. Act on \`code\`: codes are added, never
renamed. Administrators find the \`request_id\` of a proxied request in the admin panel. Each code has a page with what to do.

This page and those of the codes are generated from \`${SOURCE}\`.

| code | status | sentence | who has to act | when |
| --- | --- | --- | --- | --- |
${CODES.map((code) => row(code, PROBLEM_GUIDE[code])).join("\n")}
`;
}

function row(code: ProblemCode, { whose, when }: ProblemGuideEntry): string {
  const { status, sentence } = PROBLEMS[code];
  return `| [\`${code}\`](../problems/${code}.md) | ${status} | ${sentence} | ${FAULT_LIES_WITH[whose]} | ${when} |`;
}
