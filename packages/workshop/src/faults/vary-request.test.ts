import { HEADERS } from "@joinery/contract";
import { expect, test } from "vitest";
import { plainRequest, SECRETS, startSigningHub } from "./hub.fixture.ts";
import { FaultRefusal } from "./passing-request.ts";
import { varyRequest } from "./vary-request.ts";

test("nothing is changed when nothing is asked for", async () => {
  const { means, request } = await startSigningHub();

  const call = await varyRequest(request, { secret: "right", signature: "right" }, means);

  expect(call).toEqual({ requests: [request], answer: "last" });
});

test.for([
  ["missing", null],
  ["empty", ""],
  ["old", SECRETS.old],
  ["prefix", "the-secret-o"],
  ["all-but-last", "the-secret-of-today-ab"],
  ["longer", "the-secret-of-today-abcxx"],
  ["other-case", "THE-SECRET-OF-TODAY-ABC"],
] as const)("the secret %s is %s", async ([secret, sent]) => {
  const { means, request } = await startSigningHub();

  const { requests } = await varyRequest(request, { secret }, means);

  expect(requests[0].headers.get(HEADERS.proxySecret)).toBe(sent);
});

test("a secret that has no other case can't be sent in it", async () => {
  const { means, request } = await startSigningHub();
  const digits = { ...means, secrets: { current: "1234", old: null } };

  await expect(varyRequest(request, { secret: "other-case" }, digits)).rejects.toThrow(FaultRefusal);
  await expect(varyRequest(request, { secret: "old" }, digits)).rejects.toThrow("Rotate it in the admin panel first.");
});

test("the signature can be missing", async () => {
  const { means, request } = await startSigningHub();

  const { requests } = await varyRequest(request, { signature: "missing" }, means);

  expect(requests[0].headers.has(HEADERS.assertion)).toBe(false);
  expect(request.headers.has(HEADERS.assertion)).toBe(true);
});

test("the signature can be the hub's own for another path", async () => {
  const { means, request, read } = await startSigningHub();

  const { requests } = await varyRequest(request, { signature: "other-path" }, means);

  expect(await read(requests[0])).toEqual({ ...(await read(request)), path: "/elsewhere/tickets?from=card" });
  expect(requests[0].path).toBe("/tickets?from=card");
});

test.for(["missing", "stale", "other-key", "other-path"] as const)(
  "in a hub that signs nothing the signature %s is refused with a sentence",
  async (signature) => {
    const means = { secrets: SECRETS, sign: null };

    await expect(varyRequest(plainRequest(), { signature }, means)).rejects.toThrow("This hub signs no requests");
  },
);

test.for(["stale", "other-path"] as const)("without the hub's key nothing is signed as %s", async (signature) => {
  const { request } = await startSigningHub();

  await expect(varyRequest(request, { signature }, { secrets: SECRETS, sign: null })).rejects.toThrow(FaultRefusal);
});

test("secret and signature can be wrong together, and the wrong request be replayed", async () => {
  const { means, request } = await startSigningHub();

  const { requests } = await varyRequest(request, { secret: "missing", signature: "replayed" }, means);

  expect(requests).toHaveLength(2);
  for (const { headers } of requests) expect(headers.has(HEADERS.proxySecret)).toBe(false);
});
