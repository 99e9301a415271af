import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GUARDED_BY, IN_DEPTH, NEEDED_TO_SET_UP, OUT_OF_REACH } from "./clauses/clauses.ts";
import type { RowOutcome, SetUpOutcome } from "./ownership-run.ts";
import { CLAUSE } from "./remove-clause.ts";
import { nameOf } from "./row.ts";
import { ROWS } from "./rows.ts";

const PROCESSES = 2;
const sources = fileURLToPath(new URL("../", import.meta.url));
const files = readdirSync(sources, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/(?:\.test\.ts|\.fixture\.ts)$|^(?:attacks|testing)\b/.test(file))
  .map((file) => ({ file, text: readFileSync(`${sources}${file}`, "utf8") }));
const clauses = files.flatMap(({ text }) => [...text.matchAll(CLAUSE)].map((match) => match.groups?.name ?? ""));

const children: ChildProcess[] = [];
const rows: RowOutcome[] = [];
const setUps: SetUpOutcome[] = [];
beforeAll(async () => {
  const shares = Array.from({ length: PROCESSES }, (_, share) => runWithoutEachClause(share));
  for (const outcome of (await Promise.all(shares)).flat()) {
    if ("row" in outcome) rows.push(outcome);
    else setUps.push(outcome);
  }
}, 600_000);
afterAll(() => {
  for (const child of children) child.kill();
});

/** Runs a share of the table without each clause that it passes, in a process of its own. */
async function runWithoutEachClause(share: number): Promise<(RowOutcome | SetUpOutcome)[]> {
  const child = spawn(process.execPath, [`${sources}attacks/ownership-run.ts`, String(share), String(PROCESSES)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const ended = once(child, "close");
  let written = "";
  for await (const chunk of child.stdout) written += chunk;
  expect(await ended).toEqual([0, null]);
  return written
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const passing = (clause: string) => rows.filter(({ without }) => clause in without).map(({ row }) => row);
const failing = (clause: string) => rows.filter(({ without }) => without[clause]?.length).map(({ row }) => row);

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
  const declared = [GUARDED_BY, IN_DEPTH, OUT_OF_REACH].flatMap((kind) => Object.keys(kind));
  expect([...clauses].sort()).toEqual([...declared, ...NEEDED_TO_SET_UP].sort());
});

test("every row is run, and nothing fails while every clause is in place", () => {
  expect(rows.map(({ row }) => row).sort()).toEqual(ROWS.map(nameOf).sort());
  expect(rows.filter(({ whole }) => whole.length > 0)).toEqual([]);
});

test.each(Object.entries(GUARDED_BY))("without %s exactly its rows fail", (clause, guards) => {
  expect(guards).not.toEqual([]);
  expect(failing(clause).sort()).toEqual([...guards].sort());
});

test.each(Object.keys(IN_DEPTH))("without %s another check holds", (clause) => {
  expect(passing(clause)).not.toEqual([]);
  expect(failing(clause)).toEqual([]);
});

test.each(Object.keys(OUT_OF_REACH))("no request comes to %s", (clause) => {
  expect(passing(clause)).toEqual([]);
});

test.each(NEEDED_TO_SET_UP)("without %s no two organisations can be set up", (clause) => {
  expect(passing(clause)).toEqual([]);
  expect(setUps).toContainEqual({ setUpWithout: clause, failed: true });
});
