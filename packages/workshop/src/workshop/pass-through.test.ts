import { HEADERS } from "@joinery/contract";
import type { FaultId } from "@joinery/contract/workshop";
import { expect, test } from "vitest";
import { startSigningHub } from "../faults/hub.fixture.ts";
import type { PassingRequest } from "../faults/passing-request.ts";
import { passThrough } from "./pass-through.ts";

/** What the tap does, and what is written down of it. */
async function start(fault: FaultId) {
  const { means, request } = await startSigningHub();
  const written: string[] = [];
  const sent: PassingRequest[] = [];
  const beginPassing = () => ({
    answer: ({ status }: { status: number }) => void written.push(String(status)),
    fail: (reason: string) => void written.push(reason),
  });
  const faults = { passing: () => new Set([fault]) };
  const pass = passThrough({ inspector: { beginPassing }, faults, means, speaksPart2: true });
  const forward = async (passing: PassingRequest) => {
    sent.push(passing);
    return { status: 200 + sent.length, headers: [], body: new Uint8Array() };
  };
  return { request, written, sent, pass: (passing: PassingRequest) => pass("hub", passing, forward) };
}

test("a fault that can't act on a request lets nothing pass, and says why", async () => {
  const { pass, request, sent, written } = await start("signature-bad");
  request.headers.delete(HEADERS.assertion);

  await expect(pass(request)).rejects.toThrow("This hub signs no requests");

  expect(sent).toEqual([]);
  expect(written).toEqual([expect.stringContaining("This hub signs no requests")]);
});

test("a replayed request is sent twice, both are written down, and the second answer counts", async () => {
  const { pass, request, sent, written } = await start("request-replayed");

  const { status } = await pass(request);

  expect([status, sent.length, written]).toEqual([202, 2, ["201", "202"]]);
});
