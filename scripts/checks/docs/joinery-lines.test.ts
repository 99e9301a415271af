import { expect, test } from "vitest";
import { checkJoineryLines } from "./joinery-lines.ts";

const check = (...lines: string[]) =>
  checkJoineryLines({ path: "docs/a.md", text: `# A\n\n\`\`\`sh\n${lines.join("\n")}\n\`\`\`\n` });

test("commands that exist, with options that exist, are fine", () => {
  const lines = [
    'npx --yes --package @joinery/cli joinery init desk --name "Acme Desk" --yes && cd desk',
    "joinery conformance --profile core \\",
    "  --reporter junit -- npm start --whatever",
    "joinery inspect --json | jq .flow",
    "npm install ./joinery-cli-0.0.0.tgz",
    "joinery help dev",
    "joinery hub serve --no-migrate",
  ];
  expect(check(...lines)).toEqual([]);
});

test.each([
  ["joinery conform", 'docs/a.md:4 names the command "joinery conform", which is not there'],
  ["joinery hub server", 'docs/a.md:4 names the command "joinery hub server", which is not there'],
  ["joinery hub migrate --no-migrate", /^docs\/a\.md:4 would not be understood: .*--no-migrate/],
  ["joinery dev --kid plain", /^docs\/a\.md:4 would not be understood: .*--kid/],
  ["npx joinery dev --kind plan", /^docs\/a\.md:4 would not be understood: .*--kind/],
])("%s is a fault, with its line", (line, fault) => {
  expect(check(line)).toEqual([expect.stringMatching(fault)]);
});

test("what stands outside of commands is prose", () => {
  expect(checkJoineryLines({ path: "a.md", text: "Let joinery wonder about things." })).toEqual([]);
});
