import { afterAll, beforeAll, expect, test } from "vitest";
import { nameOf } from "./row.ts";
import { GUARDS, PUBLIC, ROWS } from "./rows.ts";
import { runRow } from "./run-row.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("every mounted route is in the table, or public for a reason", () => {
  const mounted = new Set(world.home.hub.app.routes.map(({ method, path }) => `${method} ${path}`));
  const known = [...ROWS.map(({ route }) => route), ...Object.keys(PUBLIC), ...GUARDS];
  expect([...mounted].sort()).toEqual([...new Set(known)].sort());
});

test("no two rows bear the same name", () => {
  expect(new Set(ROWS.map(nameOf)).size).toBe(ROWS.length);
});

test.each(ROWS.map((row) => [nameOf(row), row] as const))(
  "%s: its owner may, strangers may not",
  async (_name, row) => {
    await world.restore();
    expect(await runRow(world, row)).toEqual([]);
  },
);
