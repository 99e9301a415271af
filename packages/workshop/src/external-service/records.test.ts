import { expect, test, vi } from "vitest";
import { listLiveGrants } from "./grants.ts";
import { createRecords } from "./records.ts";

const GRANT = { accountId: "acme-1001", clientId: "app", iat: 0 };

test("revoking a grant removes its codes and tokens, and nothing of other grants", async () => {
  const records = createRecords();
  for (const model of ["AccessToken", "AuthorizationCode", "RefreshToken"]) {
    await records.adapterFor(model).upsert("a", { grantId: "g-1" }, 60);
    await records.adapterFor(model).upsert("b", { grantId: "g-2" }, 60);
  }
  await records.adapterFor("Interaction").upsert("c", { grantId: "g-1" }, 60);

  await records.adapterFor("AccessToken").revokeByGrantId("g-1");

  expect(records.list().map(({ id }) => id)).toEqual(["b", "b", "b", "c"]);
});

test("what has expired is neither found nor listed, and is swept away in the end", async () => {
  const records = createRecords();
  const codes = records.adapterFor("AuthorizationCode");
  await codes.upsert("old", {}, -1);

  expect(await codes.find("old")).toBeUndefined();
  expect(records.list()).toEqual([]);
});

test("the memory is bounded: beyond the limit the oldest goes", async () => {
  const records = createRecords();
  const sessions = records.adapterFor("Session");
  for (let index = 0; index <= 20_000; index += 1) await sessions.upsert(`s-${index}`, {}, 60);

  expect(await sessions.find("s-0")).toBeUndefined();
  expect(await sessions.find("s-1")).toEqual({});
  expect(records.list()).toHaveLength(20_000);
});

test("an earlier run's records are there again, without those that expired meanwhile", () => {
  const alive = { model: "Grant", id: "g-1", payload: GRANT, expiresAt: Date.now() + 60_000 };
  const expired = { model: "Grant", id: "g-2", payload: GRANT, expiresAt: Date.now() - 1 };

  expect(createRecords([alive, expired]).list()).toEqual([alive]);
});

test("every change is told, so that it can be kept", async () => {
  const onChange = vi.fn();
  const codes = createRecords([], onChange).adapterFor("AuthorizationCode");

  await codes.upsert("c", { grantId: "g-1" }, 60);
  await codes.consume("c");
  await codes.revokeByGrantId("g-1");
  await codes.destroy("c");

  expect(onChange).toHaveBeenCalledTimes(4);
});

test("a grant whose last refresh token is used up is not alive", async () => {
  const records = createRecords();
  await records.adapterFor("Grant").upsert("g-1", GRANT, 60);
  await records.adapterFor("RefreshToken").upsert("r-1", { grantId: "g-1" }, 60);
  expect(listLiveGrants(records, "acme-1001")).toHaveLength(1);

  await records.adapterFor("RefreshToken").consume("r-1");

  expect(listLiveGrants(records, "acme-1001")).toEqual([]);
});
