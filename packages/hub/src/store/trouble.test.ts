import { expect, test } from "vitest";
import { onlyReads } from "./steady-dialect.ts";
import { troubleOf } from "./trouble.ts";

const withCode = (code: string) => Object.assign(new Error("a message of the database"), { code });

test.each([
  ["40001", "conflict"],
  ["40P01", "conflict"],
  ["25006", "read_only"],
  ["57P01", "lost"],
  ["57P03", "lost"],
  ["57P05", "lost"],
  ["08006", "lost"],
  ["53300", "lost"],
  ["ECONNREFUSED", "lost"],
  ["EPIPE", "lost"],
])("%s is trouble of the kind %s", (code, kind) => {
  expect(troubleOf(withCode(code))).toBe(kind);
});

test.each([
  "Connection terminated unexpectedly",
  "Client has encountered a connection error and is not queryable",
  "timeout exceeded when trying to connect",
  "Query read timeout",
])("%s is a lost connection", (message) => {
  expect(troubleOf(new Error(message))).toBe("lost");
});

test.each([withCode("23505"), withCode("28P01"), withCode("42P01"), withCode("57014"), new Error("no"), "text"])(
  "%s is nothing that passes",
  (error) => {
    expect(troubleOf(error)).toBeUndefined();
  },
);

test.each(["select 1", "  with a as (select 1) select * from a", 'SELECT "updated_at" from t'])(
  "%s only reads",
  (text) => {
    expect(onlyReads(text)).toBe(true);
  },
);

test.each([
  "update t set a = 1",
  "with a as (delete from t returning *) select * from a",
  "select nextval('s')",
  "commit",
  "notify x",
])("%s may write", (text) => {
  expect(onlyReads(text)).toBe(false);
});
