import type { Exchange } from "@joinery/contract/workshop";
import { expect, test } from "vitest";
import { answer, exchangeWith, requestTo } from "../exchange.fixture.ts";
import { outcomeOf } from "./flow-outcome.ts";

const HUB = "http://127.0.0.1:4000";
const connect = exchangeWith();
const save = (status: number, code?: string) =>
  exchangeWith({
    from: "integration",
    to: "hub",
    step: "Save",
    request: requestTo("POST", `${HUB}/v2/user/u-ada/linked-accounts`),
    response: answer(status, { code }),
  });
const failedToken = exchangeWith({ from: "integration", to: "service", step: "Token request", response: answer(500) });
const refuse = exchangeWith({ from: "integration", to: "hub", step: "Refuse" });
const callback = (query: string) =>
  exchangeWith({
    from: "browser",
    to: "integration",
    step: "Callback",
    request: requestTo("GET", `http://localhost:4001/connect/callback?${query}`),
    response: answer(303),
  });
const ended = exchangeWith({
  from: "browser",
  to: "hub",
  step: "Last page",
  request: requestTo("GET", `${HUB}/connect/f-1/ended`),
});
const disconnect = (status: number) =>
  exchangeWith({ from: "browser", to: "hub", step: "Disconnect", response: answer(status) });
const underWay = exchangeWith({ response: null, duration_ms: null });

const CASES: [string, Exchange[], string][] = [
  ["a save that was taken", [connect, save(201)], "linked"],
  ["a save after a token request that failed once", [connect, failedToken, save(200)], "linked"],
  ["a save with another account than last time", [connect, save(202)], "pending"],
  ["a save that was refused because the flow is over", [connect, save(409, "FLOW_BURNED")], "stopped"],
  [
    "Deny at Acme Desk, also when it is passed on",
    [connect, callback("error=access_denied&state=x"), refuse],
    "denied",
  ],
  ["a person who was led to the last page", [connect, ended], "stopped"],
  ["a token request that broke, also when it is passed on", [connect, failedToken, refuse], "failed"],
  ["a Connect without an answer", [exchangeWith({ response: null, failure: "refused" })], "failed"],
  ["a Connect that waits for the person", [connect], "open"],
  ["a request that waits for its answer", [disconnect(200), underWay], "open"],
  ["a Disconnect that was acknowledged, whatever came between", [disconnect(200), failedToken], "done"],
  ["a Disconnect that was refused", [disconnect(404)], "failed"],
];

test.each(CASES)("%s", (_, exchanges, outcome) => expect(outcomeOf(exchanges)).toBe(outcome));
