import { expect, test } from "vitest";
import { EMPTY_ENDPOINT, endpointValuesOf, toEndpointBody, toggleType } from "./endpoint-values.ts";

test("what was chosen is kept while all events are wanted, and not sent", () => {
  const values = { ...EMPTY_ENDPOINT, url: " https://a.example/hook ", types: ["account.linked" as const] };

  expect(toEndpointBody(values)).toEqual({
    url: "https://a.example/hook",
    description: "",
    allowed_networks: [],
    types: [],
  });
  expect(toEndpointBody({ ...values, all: false, networks: "10.4.0.0/16\n\n" })).toMatchObject({
    types: ["account.linked"],
    allowed_networks: ["10.4.0.0/16"],
  });
});

test("an endpoint that listens to everything is shown so", () => {
  const view = {
    endpoint_id: "1",
    url: "https://a.example/hook",
    description: "Tickets",
    types: [],
    allowed_networks: ["10.4.0.0/16"],
    enabled: true,
    disabled_reason: null,
    disabled_at: null,
    created_at: "2026-11-01T08:00:00Z",
    last_delivery: null,
  };

  expect(endpointValuesOf(view)).toEqual({
    url: "https://a.example/hook",
    description: "Tickets",
    networks: "10.4.0.0/16",
    all: true,
    types: [],
  });
});

test("a second press takes a type away again", () => {
  expect(toggleType([], "account.linked")).toEqual(["account.linked"]);
  expect(toggleType(["account.linked", "user.deprovisioned"], "account.linked")).toEqual(["user.deprovisioned"]);
});
