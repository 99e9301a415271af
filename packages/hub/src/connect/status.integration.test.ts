import { challengeOf, type FlowStatus, randomToken256 } from "@joinery/contract";
import { expect, test } from "vitest";
import { codeOf, deactivate, proofOf, saveFor } from "../testing/look-inside.ts";
import { dataOf, type PersonName, startHub, type TestHub } from "../testing/start-hub.ts";

/** Reads a flow's stream one event at a time; `undefined` once it has ended. */
async function openStream(hub: TestHub, person: PersonName, flow: string) {
  const reply = await hub.as(person).get(`/connect/${flow}`, { accept: "text/event-stream" });
  const reader = (reply.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  async function next(): Promise<FlowStatus | undefined> {
    const end = text.indexOf("\n\n");
    if (end >= 0) {
      const [event, data] = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      expect(event).toBe("event: status");
      return JSON.parse((data ?? "").replace(/^data: /, ""));
    }
    const { value, done } = await reader.read();
    text += value ?? "";
    return done ? undefined : next();
  }
  return { reply, next, cancel: () => reader.cancel() };
}

test("the page that started follows every state until the end, and the stream then closes by itself", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const stream = await openStream(hub, "bob", flow);
  expect(stream.reply.headers.get("content-type")).toContain("text/event-stream");
  expect(stream.reply.headers.get("cache-control")).toContain("no-");
  expect((await stream.next())?.state).toBe("created");

  const verifier = randomToken256();
  const back = await hub.as("bob").get(`/connect/${flow}/verify?challenge=${await challengeOf(verifier)}`);
  expect((await stream.next())?.state).toBe("verified");
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code");
  await desk.api.post(`/v2/connect/${flow}/redeem`, { code, verifier });
  expect((await stream.next())?.state).toBe("redeemed");
  const { claim } = await dataOf<{ claim: string }>(await desk.api.post(`/v2/connect/${flow}/claim`));
  expect((await stream.next())?.state).toBe("claimed");
  const saved = await saveFor(hub, desk, "bob", proofOf({ flow, claim, code: "", verifier }));
  const { linked_account_id } = await dataOf<{ linked_account_id: string }>(saved);
  expect(await stream.next()).toMatchObject({ state: "completed", linked_account_id });
  expect(await stream.next()).toBeUndefined();
});

test("the page of a phished link learns that it ended, and why as far as it concerns the starter", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "eve");
  const stream = await openStream(hub, "eve", flow);
  await stream.next();
  await hub.as("bob").get(`/connect/${flow}/verify?challenge=${await challengeOf(randomToken256())}`);
  const last = await stream.next();
  expect(last).toMatchObject({ flow, state: "burned" });
  expect(JSON.stringify(last)).not.toContain(hub.users.bob);
  expect(await stream.next()).toBeUndefined();
});

test("a flow whose time is over is told as expired without waiting for the clockwork", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const stream = await openStream(hub, "bob", flow);
  await stream.next();
  hub.advance(10 * 60 + 1);
  expect(await stream.next()).toMatchObject({ state: "expired", reason: "too_late" });
  expect(await stream.next()).toBeUndefined();
});

test("only the person who started a flow may follow it", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  for (const accept of ["application/json", "text/event-stream"]) {
    expect(await codeOf(await hub.as("bob", "other").get(`/connect/${flow}`, { accept: "application/json" }))).toBe(
      "OK",
    );
    expect(await codeOf(await hub.as("eve").get(`/connect/${flow}`, { accept }))).toBe("FLOW_NOT_FOUND");
    expect(await codeOf(await hub.as("ada").get(`/connect/${flow}`, { accept }))).toBe("FLOW_NOT_FOUND");
    expect(await codeOf(await hub.stranger.get(`/connect/${flow}`, { accept }))).toBe("SIGN_IN_REQUIRED");
  }
});

test("open streams end when the hub closes", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const stream = await openStream(hub, "bob", flow);
  await stream.next();
  await hub.hub.close();
  expect(await stream.next()).toBeUndefined();
});

test("sign-out elsewhere: an open stream ends, and tells nothing of what happens afterwards", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("claimed", desk, "bob");
  const stream = await openStream(hub, "bob", flow);
  await stream.next();
  await hub.as("bob").post("/api/sign-out");
  expect(await stream.next()).toBeUndefined();
});

test("person who has left: an open stream ends", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const stream = await openStream(hub, "bob", flow);
  await stream.next();
  await deactivate(hub, "bob");
  expect(await stream.next()).toBeUndefined();
});

test("endless stream: a flow that is claimed and never saved does not keep one open", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("claimed", desk, "bob");
  const stream = await openStream(hub, "bob", flow);
  expect((await stream.next())?.state).toBe("claimed");
  hub.advance(15 * 60 + 1);
  expect(await stream.next()).toBeUndefined();
});

test("HEAD opens no stream that nobody would read", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const reply = await hub.as("bob").fetch("HEAD", `/connect/${flow}`, { headers: { accept: "text/event-stream" } });
  expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "application/json"]);
});
