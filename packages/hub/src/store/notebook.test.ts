import { expect, test } from "vitest";
import { createNotebook, type Note } from "./notebook.ts";

type Use = { thing: string };

/** A notebook, and what it wrote; it fails while `broken` is set. */
function opened() {
  const state = { written: [] as Note<Use>[][], logged: [] as string[], broken: false };
  const notebook = createNotebook<Use>(
    (_level, event) => state.logged.push(event),
    async (notes) => {
      if (state.broken) throw new Error("no database");
      state.written.push(notes);
    },
  );
  return { state, notebook };
}

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 12, 0, second));

test("of many uses of one thing the latest is written, once, whatever order they came in", async () => {
  const { state, notebook } = opened();
  notebook.note({ thing: "one" }, at(2));
  notebook.note({ thing: "one" }, at(3));
  notebook.note({ thing: "one" }, at(1));
  notebook.note({ thing: "two" }, at(1));
  await notebook.write();
  await notebook.write();
  expect(state.written).toEqual([
    [
      { thing: "one", at: at(3).toISOString() },
      { thing: "two", at: at(1).toISOString() },
    ],
  ]);
});

test("what can't be written is kept, and nothing later is overwritten by it", async () => {
  const { state, notebook } = opened();
  state.broken = true;
  notebook.note({ thing: "one" }, at(1));
  notebook.note({ thing: "two" }, at(1));
  const writing = notebook.write();
  notebook.note({ thing: "one" }, at(5));
  await writing;
  expect(state.logged).toEqual(["last_used.failed"]);
  state.broken = false;
  await notebook.write();
  expect(state.written.flat().sort((one, other) => one.thing.localeCompare(other.thing))).toEqual([
    { thing: "one", at: at(5).toISOString() },
    { thing: "two", at: at(1).toISOString() },
  ]);
});

test("very many notes go in several statements", async () => {
  const { state, notebook } = opened();
  for (let index = 0; index < 2_001; index += 1) notebook.note({ thing: String(index) }, at(1));
  await notebook.write();
  expect(state.written.map((notes) => notes.length)).toEqual([1_000, 1_000, 1]);
});
