import type { Exchange, FlowFile, ReplayReport, WorkshopSend } from "@joinery/contract/workshop";
import { expect, test } from "vitest";
import { completeWorkshop } from "./complete-workshop.ts";
import { fakeWorkshop } from "./fake-workshop.fixture.ts";
import { flowFile } from "./inputs.ts";
import {
  FACTS,
  HUB,
  hubHeaders,
  INTEGRATION,
  recordConnect,
  SECRETS,
  SERVICE,
  USER,
} from "./recorded-connect.fixture.ts";
import { createRecorder } from "./recorder.ts";
import type { FreshRequest } from "./send-again.ts";

const clock = () => new Date("2026-03-01T10:00:00Z");

/** A workshop whose connect is recorded as a right one, and whose requests to the integration are answered with `status`. */
function start() {
  const recorder = createRecorder({ clock, secrets: [SECRETS.proxySecret], facts: () => FACTS });
  const sent: FreshRequest[] = [];
  const answers = { status: 200 };
  const ask = (method: string, path: string, body = "") =>
    recorder
      .begin({
        from: "hub",
        to: "integration",
        method,
        url: `${INTEGRATION}${path}`,
        headers: hubHeaders(method, path, body),
        body,
      })
      .answer(answers.status, { "content-type": "application/json" }, "{}");
  const fake = fakeWorkshop({
    connect: async () => {
      recordConnect(recorder);
      return {
        flow: null,
        authorization_url: null,
        linked: [],
        waiting: null,
        problem: null,
        ended_at: "",
        status: 200,
        reads: "",
      };
    },
    send: async ({ method, path, body }: WorkshopSend) => {
      ask(method, path, body);
      return { status: answers.status, headers: {}, body: "", duration_ms: 0, failure: null };
    },
  });
  const workshop = completeWorkshop(fake.workshop, {
    recorder,
    clock,
    async sendFresh(request) {
      sent.push(request);
      ask(request.method, request.path, request.body);
    },
  });
  return { ...fake, workshop, recorder, ask, sent, answers };
}

function linesOf({ steps }: Pick<ReplayReport, "steps">) {
  return steps.map(({ before: was, now }) => [was, now]);
}

function differences({ steps }: ReplayReport) {
  return linesOf({ steps: steps.filter(({ same }) => !same) });
}

test("a flow's file says what the person did, can be read back, and holds no secret", async () => {
  const { workshop, recorder } = start();
  const flow = recordConnect(recorder);

  const file = await workshop.exportFlow(flow);
  const text = JSON.stringify(file);

  expect(file).toMatchObject({ format: "joinery-flow/1", kind: "verified", exported_at: "2026-03-01T10:00:00.000Z" });
  expect(file.actions).toEqual({ user: "ada", account: "john.doe", answer: "allow", faults: [] });
  expect(file.exchanges).toHaveLength(16);
  expect(flowFile.parse(JSON.parse(text))).toEqual(file);
  for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
});

test("a denied consent and the faults that were on are in the file", async () => {
  const { workshop, recorder } = start();
  const flow = recordConnect(recorder);
  const state = `state=${flow}.x`;
  recorder.begin({
    from: "browser",
    to: "service",
    method: "POST",
    url: `${SERVICE}/interaction/a/deny?${state}`,
    headers: {},
  });
  recorder.begin({
    from: "integration",
    to: "service",
    method: "POST",
    url: `${SERVICE}/token?${state}`,
    headers: {},
    fault: "slow-6s",
  });

  expect((await workshop.exportFlow(flow)).actions).toMatchObject({ answer: "deny", faults: ["slow-6s"] });
});

test("a flow that nobody knows is refused with a sentence", async () => {
  await expect(start().workshop.exportFlow("f-none")).rejects.toThrow("There is no such flow.");
});

test("a replay that goes as before says so, although every id and secret is another", async () => {
  const { workshop, recorder, calls } = start();
  const file = await workshop.exportFlow(recordConnect(recorder));

  const report = await workshop.replayFlow(file);

  expect(report).toMatchObject({ same: true });
  expect(linesOf(report)[0]).toEqual([
    "browser → hub Connect: POST /connector/…/auth/… 200",
    "browser → hub Connect: POST /connector/…/auth/… 200",
  ]);
  expect(calls).toContainEqual(["connect", { user: "ada", account: "john.doe", answer: "allow" }]);
});

test("a replay shows the steps that went otherwise, and only those", async () => {
  const { workshop, recorder } = start();
  const file = await workshop.exportFlow(recordConnect(recorder));
  const changed = (exchange: Exchange): Exchange[] => {
    const { step, response } = exchange;
    if (step === "User info") return [];
    return step === "Token request" && response !== null
      ? [{ ...exchange, response: { ...response, status: 500 } }]
      : [exchange];
  };
  const before: FlowFile = { ...file, exchanges: file.exchanges.flatMap(changed) };

  const report = await workshop.replayFlow(before);

  expect(report.same).toBe(false);
  expect(differences(report)).toEqual([
    ["integration → service Token request: POST /token 500", "integration → service Token request: POST /token 200"],
    [null, "integration → service User info: GET /userinfo 200"],
  ]);
});

test("faults of the file are on during the replay and off again after it", async () => {
  const { workshop, recorder, calls } = start();
  const file = await workshop.exportFlow(recordConnect(recorder));
  const faulty = { ...file, actions: { ...file.actions, faults: ["slow-6s", "link-forwarded", "nonsense"] } };

  await workshop.replayFlow(faulty);

  const named = calls
    .filter(([name]) => name === "setFault" || name === "connect")
    .map(([name, ...args]) => [name, args[1] ?? ""]);
  expect(named).toEqual([
    ["setFault", true],
    ["connect", ""],
    ["setFault", false],
  ]);
});

test("a flow without a connect is replayed by sending each request again", async () => {
  const { workshop, recorder, ask, calls } = start();
  ask("POST", "/tickets", '{"title":"Printer"}');
  const flow = recorder.list()[0]?.flow ?? "";
  const file = await workshop.exportFlow(flow);

  const report = await workshop.replayFlow(file);

  expect(calls).toContainEqual([
    "send",
    { method: "POST", path: "/tickets", user: "ada", headers: {}, body: '{"title":"Printer"}' },
  ]);
  expect(report.same).toBe(true);
  expect(linesOf(report)).toEqual([
    ["hub → integration Action: POST /tickets 200", "hub → integration Action: POST /tickets 200"],
  ]);
});

test("a file of another kind of workshop is refused with a sentence", async () => {
  const { workshop, recorder } = start();
  const file = await workshop.exportFlow(recordConnect(recorder));

  await expect(workshop.replayFlow({ ...file, kind: "blink" })).rejects.toThrow('recorded with the kind "blink"');
  await expect(workshop.replayFlow({ ...file, actions: { ...file.actions, user: "mallory" } })).rejects.toThrow(
    "nobody of this workshop",
  );
});

test("a request is sent again with what the person asked for, and nothing of what the hub had said", async () => {
  const { workshop, recorder, sent } = start();
  const headers = {
    ...hubHeaders("POST", "/tickets?a=1"),
    "content-type": "application/json",
    "accept-language": "de",
    "x-else": "1",
  };
  const url = `${INTEGRATION}/tickets?a=1`;
  const body = '{"title":"Printer","code":"a-code-that-is-masked"}';
  const { id } = recorder.begin({ from: "hub", to: "integration", method: "POST", url, headers, body });

  const again = await workshop.sendAgain(id);

  expect(sent).toEqual([
    {
      ...{ method: "POST", path: "/tickets?a=1", body, userId: USER },
      headers: { "accept-language": "de", "content-type": "application/json" },
    },
  ]);
  expect(again).toMatchObject({ step: "Action", repeats: id, response: { status: 200 } });
  expect(recorder.find(id)).toMatchObject({ repeats: null });
});

test("what is sent wrong on purpose is labelled fake, and nothing else is", async () => {
  const { workshop, recorder } = start();
  const send = { method: "POST", path: "/tickets", user: "ada" } as const;

  await workshop.send({ ...send, secret: "prefix" });
  await workshop.send({ ...send, signature: "stale" });
  await workshop.send({ ...send, secret: "right", signature: "right" });

  expect(recorder.list().map(({ fault }) => fault)).toEqual(["secret-wrong", "request-stale", null]);
});

test("only requests of the hub to the integration can be sent again", async () => {
  const { workshop, recorder, sent } = start();
  const { id } = recorder.begin({ from: "integration", to: "hub", method: "GET", url: `${HUB}/v2/user`, headers: {} });
  const long = recorder.begin({
    from: "hub",
    to: "integration",
    method: "POST",
    url: INTEGRATION,
    headers: {},
    body: "x".repeat(70_000),
  });

  await expect(workshop.sendAgain(id)).rejects.toThrow(
    "Only requests of the hub to the integration can be sent again.",
  );
  await expect(workshop.sendAgain(long.id)).rejects.toThrow("too long");
  await expect(workshop.sendAgain("x-99")).rejects.toThrow("There is no such exchange.");
  expect(sent).toEqual([]);
});
