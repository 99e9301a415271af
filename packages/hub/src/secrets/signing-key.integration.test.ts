import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { openTestDatabase } from "../testing/database.ts";
import { loadSigningKey, WrongMasterKey } from "./signing-key.ts";

const PROCESSES = 8;

test("processes that start together on an empty database agree on one signing key, whatever their clocks say", async () => {
  await using database = await openTestDatabase();
  const masterKey = new Uint8Array(randomBytes(32));
  const starts = Array.from({ length: PROCESSES }, (_, index) =>
    loadSigningKey(database.db, masterKey, new Date(Date.now() - index * 1_000)),
  );
  const kids = (await Promise.all(starts)).map((key) => key.kid);
  expect(new Set(kids).size).toBe(1);
  expect(await database.db.selectFrom("signing_keys").select("kid").execute()).toEqual([{ kid: kids[0] }]);
});

test("a database that was sealed with another master key is refused by name", async () => {
  await using database = await openTestDatabase();
  await loadSigningKey(database.db, new Uint8Array(randomBytes(32)), new Date());
  await expect(loadSigningKey(database.db, new Uint8Array(randomBytes(32)), new Date())).rejects.toThrow(
    WrongMasterKey,
  );
});
