import { HEADERS } from "@joinery/contract";
import type { FaultId } from "@joinery/contract/workshop";
import { decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import { plainRequest, SECRETS, startSigningHub } from "./hub.fixture.ts";
import type { HubMeans, PassingRequest } from "./passing-request.ts";
import { shapeRequest, whyNotPossible } from "./shape-request.ts";

const OF_THE_HUB: FaultId[] = [
  "secret-missing",
  "secret-wrong",
  "secret-old",
  "request-replayed",
  "request-stale",
  "signature-bad",
];
const UNSIGNED: HubMeans = { secrets: { current: SECRETS.current, old: null }, sign: null };

function fromBrowser(path: string, method = "GET"): PassingRequest {
  return { method, path, headers: new Headers({ cookie: "flow=1" }), body: new Uint8Array() };
}

test("while no fault is on, everything goes on as it came", async () => {
  const { means, request } = await startSigningHub();

  for (const passing of [request, fromBrowser("/connect/callback?code=1&state=2")]) {
    const shaped = await shapeRequest(passing, new Set(), means);
    expect(shaped).toEqual({ requests: [passing], answer: "last", faults: [], refused: [] });
    expect(shaped.requests[0]).toBe(passing);
  }
});

test.for([
  ["secret-missing", null],
  ["secret-wrong", "x".repeat(SECRETS.current.length)],
  ["secret-old", SECRETS.old],
] as const)("%s: the request has the secret %s, and is right otherwise", async ([fault, secret]) => {
  const { means, request, read } = await startSigningHub();

  const { requests, faults, refused } = await shapeRequest(request, new Set([fault]), means);

  expect(requests).toHaveLength(1);
  expect(requests[0].headers.get(HEADERS.proxySecret)).toBe(secret);
  expect(requests[0]).toMatchObject({ method: request.method, path: request.path, body: request.body });
  expect(await read(requests[0])).toEqual(await read(request));
  expect({ faults, refused }).toEqual({ faults: [fault], refused: [] });
  expect(request.headers.get(HEADERS.proxySecret)).toBe(SECRETS.current);
});

test("request-replayed: the very same request is sent twice, and the second answer counts", async () => {
  const { means, request } = await startSigningHub();

  const shaped = await shapeRequest(request, new Set(["request-replayed"]), means);

  expect(shaped).toEqual({
    requests: [request, request],
    answer: "last",
    faults: ["request-replayed"],
    refused: [],
  });
});

test("request-stale: the hub's own key says the same of ten minutes ago", async () => {
  const { means, request, read, readLater } = await startSigningHub();
  const right = await read(request);

  const { requests, faults } = await shapeRequest(request, new Set(["request-stale"]), means);

  expect(faults).toEqual(["request-stale"]);
  await expect(read(requests[0])).rejects.toMatchObject({ code: "ERR_JWT_EXPIRED" });
  expect(await readLater(requests[0])).toEqual({ ...right, iat: right.iat - 600, exp: right.iat - 540 });
});

test("signature-bad: the statement is of now and by somebody else, under the name of the hub's key", async () => {
  const { means, request, readLater } = await startSigningHub();

  const { requests, faults } = await shapeRequest(request, new Set(["signature-bad"]), means);

  expect(faults).toEqual(["signature-bad"]);
  await expect(readLater(requests[0])).rejects.toMatchObject({ code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
  const [forged, right] = [requests[0], request].map(({ headers }) => headers.get(HEADERS.assertion) ?? "");
  expect(decodeProtectedHeader(forged ?? "")).toEqual(decodeProtectedHeader(right ?? ""));
  expect(forged?.split(".")[1]).toBe(right?.split(".")[1]);
});

test("all at once: one secret fault acts, and what is badly signed is sent twice", async () => {
  const { means, request } = await startSigningHub();

  const shaped = await shapeRequest(request, new Set(OF_THE_HUB), means);

  expect(shaped.faults).toEqual(["secret-missing", "request-stale", "signature-bad", "request-replayed"]);
  expect(shaped.requests).toHaveLength(2);
  expect(shaped.requests[0].headers.has(HEADERS.proxySecret)).toBe(false);
});

test("what this hub can't do is refused with a sentence, and the request goes on as it came", async () => {
  const request = plainRequest();

  const shaped = await shapeRequest(request, new Set(["secret-old", "request-stale", "signature-bad"]), UNSIGNED);

  expect(shaped.requests).toEqual([request]);
  expect(shaped.faults).toEqual([]);
  expect(shaped.refused).toEqual([
    { fault: "secret-old", sentence: expect.stringContaining("never replaced") },
    { fault: "request-stale", sentence: expect.stringContaining("signs no requests") },
    { fault: "signature-bad", sentence: expect.stringContaining("signs no requests") },
  ]);
});

test("a hub that signs nothing can still be replayed, and send other secrets", async () => {
  const shaped = await shapeRequest(plainRequest(), new Set(["secret-wrong", "request-replayed"]), UNSIGNED);

  expect(shaped).toMatchObject({ faults: ["secret-wrong", "request-replayed"], refused: [] });
  expect(shaped.requests).toHaveLength(2);
});

test.for([
  ["secret-old", "never replaced"],
  ["request-stale", "signs no requests"],
  ["signature-bad", "signs no requests"],
] as const)("%s can't even be switched on where it can't be done", async ([fault, sentence]) => {
  const { means } = await startSigningHub();

  expect(whyNotPossible(fault, UNSIGNED)).toContain(sentence);
  expect(whyNotPossible(fault, means)).toBeUndefined();
});

test.for(["secret-missing", "secret-wrong", "request-replayed", "callback-twice", "slow-6s"] as const)(
  "%s can be switched on in every hub",
  (fault) => {
    expect(whyNotPossible(fault, UNSIGNED)).toBeUndefined();
  },
);

test.for([
  "/connect/callback?code=c&state=s&iss=i",
  "/connect/callback?error=access_denied&state=s",
  "/callback?iss=i&code=c",
])("callback-twice: %s is loaded a second time with the same cookies, and the first answer counts", async (path) => {
  const { means } = await startSigningHub();
  const callback = fromBrowser(path);

  const shaped = await shapeRequest(callback, new Set(["callback-twice"]), means);

  expect(shaped).toEqual({ requests: [callback, callback], answer: "first", faults: ["callback-twice"], refused: [] });
});

test.for([
  ["GET", "/connect/verified?flow=f&code=c"],
  ["GET", "/connect/f-1"],
  ["GET", "/?state=s"],
  ["GET", "//"],
  ["HEAD", "/connect/callback?code=c&state=s"],
  ["POST", "/connect/callback?code=c&state=s"],
] as const)("callback-twice: %s %s is no callback", async ([method, path]) => {
  const { means } = await startSigningHub();

  const shaped = await shapeRequest(fromBrowser(path, method), new Set(["callback-twice"]), means);

  expect(shaped).toMatchObject({ answer: "last", faults: [] });
  expect(shaped.requests).toHaveLength(1);
});

test.for([HEADERS.userId, HEADERS.proxySecret])("a request without %s is still one of the hub", async (name) => {
  const { means, request } = await startSigningHub();
  request.headers.delete(name);

  expect((await shapeRequest(request, new Set(["request-replayed"]), means)).requests).toHaveLength(2);
});

test("faults of the hub leave browsers alone, and the callback fault leaves the hub alone", async () => {
  const { means, request } = await startSigningHub();
  const callback = fromBrowser("/connect/callback?code=c&state=s");
  const ofTheHub = { ...request, path: "/x?code=c&state=s", method: "GET" };

  expect((await shapeRequest(callback, new Set(OF_THE_HUB), means)).requests).toEqual([callback]);
  expect((await shapeRequest(ofTheHub, new Set(["callback-twice"]), means)).requests).toEqual([ofTheHub]);
});
