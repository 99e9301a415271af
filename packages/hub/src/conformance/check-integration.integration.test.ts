import { randomToken256 } from "@joinery/contract";
import type { ConformanceReport } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { json, type Respond } from "../testing/fake-integration.ts";
import { dataOf, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";

/** As good as an integration can be that knows its secret. */
function correct({ proxy_secret: secret, auth_id: authId }: TestIntegration): Respond {
  return ({ method, path, headers }, response) => {
    if (headers["blink-auth-proxysecret"] !== secret) return json(response, 401, { code: "UNAUTHENTICATED" });
    if (method !== "POST" || path.split("?")[0] !== `/auth/${authId}`)
      return json(response, 404, { code: "NOT_FOUND" });
    const url = `https://acme.example/authorize?state=${randomToken256()}`;
    return json(response, 200, { code: "OK", message: "OK", data: { authorization_url: url } });
  };
}

async function check(hub: TestHub, { service_id: id }: TestIntegration): Promise<ConformanceReport> {
  return dataOf<ConformanceReport>(await hub.as("ada").post(`/api/admin/integrations/${id}/check`));
}

const failedIn = ({ results }: ConformanceReport) =>
  results.filter(({ outcome }) => outcome === "failed").map(({ id }) => id);

test("a correct integration passes every harmless check, and nothing is left behind", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  plain.server.respond = correct(plain);

  const report = await check(hub, plain);

  expect(failedIn(report)).toEqual([]);
  expect(report.results.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(20);
  expect(await hub.hub.context.db.selectFrom("flows").selectAll().execute()).toEqual([]);
});

test("a verified integration gets a signed Connect with a flow that the hub has never stored", async () => {
  await using hub = await startHub();
  const verified = await hub.addIntegration("verified");

  await check(hub, verified);

  const connects = verified.server.received.filter(({ path }) => path.startsWith("/auth/"));
  expect(connects.every(({ headers }) => headers["joinery-assertion"] !== undefined)).toBe(true);
  expect(new Set(connects.map(({ headers }) => headers["joinery-flow"])).size).toBe(connects.length);
  expect(await hub.hub.context.db.selectFrom("flows").selectAll().execute()).toEqual([]);
});

test("an integration that takes any secret is told so, with what to do", async () => {
  await using hub = await startHub();
  const careless = await hub.addIntegration("plain");

  const report = await check(hub, careless);

  expect(failedIn(report)).toContain("core.secret.wrong");
  expect(report.results.find(({ id }) => id === "core.secret.wrong")).toMatchObject({
    got: "status 200 (application/json) with an authorization_url for another secret of the same length",
    fix: expect.stringContaining("constant time"),
  });
});

test("an answer that repeats the secret is a finding, and the report does not repeat it", async () => {
  await using hub = await startHub();
  const talkative = await hub.addIntegration("plain");
  talkative.server.respond = ({ headers }, response) => json(response, 404, headers);

  const report = await check(hub, talkative);

  expect(failedIn(report)).toEqual(expect.arrayContaining(["core.answers.no-secret", "core.answers.no-echo"]));
  expect(JSON.stringify(report)).not.toContain(talkative.proxy_secret);
});

test("an integration that can't be reached is one sentence, not thirty failures", async () => {
  await using hub = await startHub();
  const gone = await hub.addIntegration("plain");
  await gone.server[Symbol.asyncDispose]();

  const report = await check(hub, gone);

  expect(report).toMatchObject({ could_not_run: expect.stringContaining("connection was refused"), results: [] });
});

test("a check is audited and can't be repeated without end", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const path = `/api/admin/integrations/${plain.service_id}/check`;
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) statuses.push((await hub.as("ada").post(path)).status);

  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  const audit = await (await hub.as("ada").get("/api/admin/audit")).text();
  expect(audit).toContain("integration.checked");
});
