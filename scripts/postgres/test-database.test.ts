import { expect, test } from "vitest";
import { provideTestDatabase } from "./test-database.ts";

const URL_GIVEN = "postgres://somebody@127.0.0.1:1/tests";

test("a database that is named is used as it is", async () => {
  await using database = await provideTestDatabase({ JOINERY_TEST_DATABASE_URL: URL_GIVEN });
  expect(database.env.JOINERY_TEST_DATABASE_URL).toBe(URL_GIVEN);
  expect(database.summary).toMatch(/^database: PostgreSQL/);
});

test("PGlite can be asked for, whatever is named", async () => {
  const env = { JOINERY_TEST_DATABASE: "pglite", JOINERY_TEST_DATABASE_URL: URL_GIVEN };
  await using database = await provideTestDatabase(env);
  expect(database.env).not.toHaveProperty("JOINERY_TEST_DATABASE_URL");
  expect(database.summary).toMatch(/^database: PGlite \(JOINERY_TEST_DATABASE asks for it\)/);
});
