import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { GUARDED_BY, IN_DEPTH, MAY_FAIL_TOO } from "./ownership-clauses.ts";
import type { Outcome } from "./ownership-run.ts";
import { CLAUSE } from "./remove-clause.ts";
import { nameOf } from "./row.ts";
import { ROWS } from "./rows.ts";

const PROCESSES = 2;
const sources = fileURLToPath(new URL("../", import.meta.url));
const files = readdirSync(sources, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/(?:\.test\.ts|\.fixture\.ts)$|^(?:attacks|testing)\b/.test(file))
  .map((file) => ({ file, text: readFileSync(`${sources}${file}`, "utf8") }));
const clauses = files.flatMap(({ text }) => [...text.matchAll(CLAUSE)].map((match) => match.groups?.name ?? ""));

const outcomes = new Map<string, Outcome["failed"]>();
beforeAll(async () => {
  const shares = Array.from({ length: PROCESSES }, (_, share) =>
    clauses.filter((_c, index) => index % PROCESSES === share),
  );
  const answers = await Promise.all(shares.map(runWithout));
  for (const { clause, failed } of answers.flat()) outcomes.set(clause, failed);
}, 300_000);

/** Runs the table without each of some clauses, in a process of its own. */
async function runWithout(share: string[]): Promise<Outcome[]> {
  const child = spawn(process.execPath, [`${sources}attacks/ownership-run.ts`, ...share], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  let written = "";
  for await (const chunk of child.stdout) written += chunk;
  expect(await ended).toEqual([0, null]);
  return written
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Outcome);
}

test("every condition on an organisation in a store is marked as an ownership clause", () => {
  const unmarked = files.flatMap(({ file, text }) =>
    text
      .split("\n")
      .filter((line) => /\.where\("(?:\w+\.)?organisation_id"/.test(line) && !line.includes("// owner: "))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(unmarked).toEqual([]);
});

test("no two clauses bear the same name, and each is declared once", () => {
  expect([...clauses].sort()).toEqual([...Object.keys(GUARDED_BY), ...Object.keys(IN_DEPTH)].sort());
});

test("nothing fails while every clause is in place", () => {
  expect(outcomes.get("")).toEqual({});
});

test.each(Object.entries(GUARDED_BY))("without %s exactly its rows fail", (clause, rows) => {
  const failed = Object.keys(outcomes.get(clause) ?? {}).filter((row) => MAY_FAIL_TOO[clause]?.includes(row) !== true);
  expect(failed.sort()).toEqual([...rows].sort());
});

test.each(Object.keys(IN_DEPTH))("without %s another check holds", (clause) => {
  expect(outcomes.get(clause)).toEqual({});
});

test("the rows that guard clauses are rows of the table", () => {
  const known = new Set([...ROWS.map(nameOf), "no row: two organisations can't even be set up"]);
  expect(
    Object.values(GUARDED_BY)
      .flat()
      .filter((row) => !known.has(row)),
  ).toEqual([]);
});
