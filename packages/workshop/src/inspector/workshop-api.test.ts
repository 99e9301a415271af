import type { Exchange, FlowFile, Workshop, WorkshopSend } from "@joinery/contract/workshop";
import { expect, onTestFinished, test } from "vitest";
import { createWorkshopClient } from "./client.ts";
import { fakeWorkshop, VIEW } from "./fake-workshop.fixture.ts";
import { FACTS, recordConnect, SECRETS } from "./recorded-connect.fixture.ts";
import { createRecorder } from "./recorder.ts";
import { serveWorkshop } from "./serve-workshop.ts";

const TOKEN = "control-token-0123456789abcdef";
const clock = () => new Date("2026-03-01T10:00:00Z");

async function start(answers: Partial<Workshop> = {}) {
  const recorder = createRecorder({ clock, secrets: [SECRETS.proxySecret], facts: () => FACTS });
  const fake = fakeWorkshop({ exchanges: async (query) => recorder.list(query), ...answers });
  const served = await serveWorkshop({ workshop: fake.workshop, recorder, port: 0, token: TOKEN });
  onTestFinished(() => served.close());
  return { ...fake, recorder, url: served.url, client: createWorkshopClient({ url: served.url, token: TOKEN }) };
}

const SEND: Required<WorkshopSend> = {
  ...{ method: "POST", path: "/auth/t-1?a=1", user: "ada", user_id: "u-nobody", body: "{}", headers: { "x-a": "1" } },
  ...{ secret: "other-case", secret_text: "a guess", leave_out: ["accept"], signature: "stale", timeout_ms: 500 },
};

const FILE: FlowFile = {
  format: "joinery-flow/1",
  exported_at: "2026-03-01T10:00:00.000Z",
  kind: "verified",
  actions: { user: "ada", account: "john.doe", answer: "allow", faults: [] },
  exchanges: [],
};

test("every method of a workshop arrives with what it was given, and comes back with its answer", async () => {
  const { client, calls } = await start({ exportFlow: async () => FILE });

  expect(await client.describe()).toEqual(VIEW);
  expect(await client.connect({ user: "ada", openedBy: "bob", forwarded: "service" })).toMatchObject({ flow: "f-1" });
  expect(await client.disconnect("ada", "k-1")).toEqual({ status: 200, receipt: null, problem: null });
  expect(await client.fileTicket("ada", { title: "Printer", linked_account_id: "k-1" })).toMatchObject({ status: 201 });
  expect(await client.accounts("bob")).toEqual([]);
  expect(await client.send(SEND)).toMatchObject({
    status: 200,
  });
  expect(await client.liveGrants("john.doe")).toBe(2);
  expect(await client.ledger({ kind: "refresh", account: "john.doe" })).toEqual([]);
  await client.setFault("answers-500", true);
  await client.clearFaults();
  expect(await client.exchanges({ flow: "f-1" })).toEqual([]);
  expect(await client.exportFlow("f-1")).toEqual(FILE);
  expect(await client.replayFlow(FILE)).toEqual({ same: true, steps: [] });

  expect(calls).toEqual([
    ["describe"],
    ["connect", { user: "ada", openedBy: "bob", forwarded: "service" }],
    ["disconnect", "ada", "k-1"],
    ["fileTicket", "ada", { title: "Printer", linked_account_id: "k-1" }],
    ["accounts", "bob"],
    ["send", SEND],
    ["liveGrants", "john.doe"],
    ["ledger", { kind: "refresh", account: "john.doe" }],
    ["setFault", "answers-500", true],
    ["clearFaults"],
    ["exchanges", { flow: "f-1" }],
    ["exportFlow", "f-1"],
    ["replayFlow", FILE],
  ]);
});

test("what a workshop refuses, its user reads", async () => {
  const { client } = await start();

  await expect(client.sendAgain("x-99")).rejects.toThrow("There is no such exchange.");
});

test("what goes wrong inside is not told", async () => {
  const { client } = await start({ accounts: () => Promise.reject(new TypeError("reading 'secret'")) });

  await expect(client.accounts("ada")).rejects.toThrow("Something went wrong on our side.");
});

test("a faulty question is answered with what is wrong with it", async () => {
  const { client, calls } = await start();

  await expect(client.accounts("mallory" as "ada")).rejects.toThrow("user must be one of ada, bob, eve");
  await expect(client.setFault("unknown" as "slow-6s", true)).rejects.toThrow("must be a fault");
  expect(calls).toEqual([]);
});

test("a workshop that is not there is said to be not there", async () => {
  const { url } = await start();
  const silent = createWorkshopClient({ url, token: TOKEN, fetch: () => Promise.reject(new Error("refused")) });

  await expect(silent.describe()).rejects.toThrow(`The workshop at ${url} does not answer.`);
});

const CHANGES = [
  ["POST", "/api/connect"],
  ["POST", "/api/disconnect"],
  ["POST", "/api/tickets"],
  ["POST", "/api/send"],
  ["PUT", "/api/faults/answers-500"],
  ["DELETE", "/api/faults"],
  ["POST", "/api/exchanges/x-1/again"],
  ["POST", "/api/replay"],
] as const;

test.for(CHANGES)("%s %s does nothing for a stranger", async ([method, path]) => {
  const { url, calls } = await start();
  const ask = async (headers: Record<string, string>) => {
    const init = { method, headers: { "content-type": "application/json", ...headers } };
    const body = method === "DELETE" ? {} : { body: JSON.stringify({ on: true, user: "ada" }) };
    const reply = await fetch(`${url}${path}`, { ...init, ...body });
    return [reply.status, ((await reply.json()) as { code: string }).code];
  };

  expect(await ask({})).toEqual([401, "UNAUTHENTICATED"]);
  expect(await ask({ authorization: "Bearer a guess" })).toEqual([401, "UNAUTHENTICATED"]);
  expect(await ask({ authorization: "Bearer a guess", origin: url })).toEqual([401, "UNAUTHENTICATED"]);
  expect(await ask({ origin: "https://evil.example" })).toEqual([403, "CROSS_ORIGIN"]);
  expect(await ask({ origin: "null" })).toEqual([403, "CROSS_ORIGIN"]);
  expect(await ask({ "sec-fetch-site": "same-site" })).toEqual([403, "CROSS_ORIGIN"]);
  expect(await ask({ "sec-fetch-site": "cross-site", origin: url })).toEqual([403, "CROSS_ORIGIN"]);
  expect(calls).toEqual([]);
});

test.for(["/api/exchanges/stream", "/api/exchanges", "/api/ledger", "/api/accounts?user=ada"])(
  "another page in the same browser does not even get an answer: %s",
  async (path) => {
    const { url, calls } = await start();
    const ask = (site: string) => fetch(`${url}${path}`, { headers: { "sec-fetch-site": site } });

    const [foreign, neighbour] = [await ask("cross-site"), await ask("same-site")];

    expect([foreign.status, neighbour.status]).toEqual([403, 403]);
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
    expect(calls).toEqual([]);
  },
);

test.for([
  { headers: { "x y": "1" } },
  { headers: { "x-a": "1\r\nblink-auth-userid: u-2" } },
  { secret_text: "日本" },
  { user_id: "u-1\nx: y" },
  { leave_out: ["no name"] },
  { path: "/with a blank" },
])("what no request can carry is refused before anything is sent: %j", async (wrong) => {
  const { client, calls } = await start();

  const sent = client.send({ method: "POST", path: "/auth/t-1", user: "ada", ...wrong } as WorkshopSend);

  await expect(sent).rejects.toThrow("The request is not as it should be");
  expect(calls).toEqual([]);
});

test("the workshop's own pages may change things without the token", async () => {
  const { url, calls } = await start();

  const byOrigin = await fetch(`${url}/api/faults`, { method: "DELETE", headers: { origin: url } });
  const bySite = await fetch(`${url}/api/faults`, { method: "DELETE", headers: { "sec-fetch-site": "same-origin" } });

  expect([byOrigin.status, bySite.status]).toEqual([204, 204]);
  expect(calls).toEqual([["clearFaults"], ["clearFaults"]]);
});

test("another host name reaches nothing, not even what may be read", async () => {
  const { url, calls } = await start();
  const { port } = new URL(url);

  expect(await askAs(`rebound.example:${port}`, Number(port))).toBe(421);
  expect(await askAs(`localhost:${port}`, Number(port))).toBe(421);
  expect(calls).toEqual([]);
});

test("a form of another page can't pass for JSON", async () => {
  const { client, url, calls } = await start();
  const headers = { origin: url, "content-type": "text/plain" };

  const reply = await fetch(`${url}/api/connect`, { method: "POST", headers, body: '{"user":"ada"}' });

  expect(reply.status).toBe(415);
  expect(calls).toEqual([]);
  await client.describe();
});

test("the stream tells what is new as it happens, after what was missed", async () => {
  const { url, recorder } = await start();
  recordConnect(recorder);
  const stream = await fetch(`${url}/api/exchanges/stream?after=x-15`);
  const events = readEvents(stream);
  const draft = {
    from: "browser",
    to: "integration",
    method: "GET",
    url: "http://localhost:4001/later",
    headers: {},
  } as const;

  const missed = await events.next();
  recorder.begin(draft).answer(200, {}, "");
  const begun = await events.next();
  const ended = await events.next();
  await events.return(undefined);

  expect(stream.headers.get("content-type")).toContain("text/event-stream");
  expect(missed.value).toMatchObject({ id: "x-16", step: "Save" });
  expect(begun.value).toMatchObject({ id: "x-17", duration_ms: null });
  expect(ended.value).toMatchObject({ id: "x-17", response: { status: 200 } });
});

test("no secret of a connect leaves over HTTP", async () => {
  const { url, recorder } = await start();
  const events = readEvents(await fetch(`${url}/api/exchanges/stream?after=x-0`));
  recordConnect(recorder);

  const streamed = [];
  for (let count = 0; count < 32; count += 1) streamed.push((await events.next()).value);
  await events.return(undefined);
  const listed = await (await fetch(`${url}/api/exchanges`)).text();

  expect(listed).toContain("Token request");
  for (const secret of Object.values(SECRETS)) expect(JSON.stringify(streamed) + listed).not.toContain(secret);
});

test("closing ends open streams, and nobody listens any more", async () => {
  const recorder = createRecorder({ clock, secrets: [] });
  const left = Promise.withResolvers<string>();
  const onChange = (listener: (exchange: Exchange) => void) => {
    const stop = recorder.onChange(listener);
    return () => {
      stop();
      left.resolve("left");
    };
  };
  const watched = { list: recorder.list, onChange };
  const served = await serveWorkshop({ ...fakeWorkshop(), recorder: watched, port: 0, token: TOKEN });
  const stream = await fetch(`${served.url}/api/exchanges/stream`);

  await served.close();

  await expect(stream.text().catch(() => "ended")).resolves.toBeTypeOf("string");
  await expect(left.promise).resolves.toBe("left");
  await expect(fetch(served.url)).rejects.toThrow();
});

async function* readEvents(stream: Response): AsyncGenerator<Exchange> {
  let text = "";
  for await (const chunk of stream.body ?? []) {
    text += new TextDecoder().decode(chunk);
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      yield* data === undefined ? [] : [JSON.parse(data) as Exchange];
    }
  }
}

async function askAs(host: string, port: number): Promise<number | undefined> {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path: "/api/workshop", headers: { host } }, (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    });
    asked.once("error", reject).end();
  });
}
