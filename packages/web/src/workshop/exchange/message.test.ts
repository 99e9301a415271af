import { expect, test } from "vitest";
import { exchangeWith, requestTo } from "../exchange.fixture.ts";
import { asCurl } from "./as-curl.ts";
import { claimsOf, headersSent } from "./claims.ts";
import { partsOf, prettyBody } from "./pretty-body.ts";

const body = (type: string, text: string) => ({ type, bytes: text.length, text });

test("JSON is laid out whatever its type says, a form line by line, the rest as it came", () => {
  expect(prettyBody(body("text/plain", '{"a":[1]}'))).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(prettyBody(body("application/x-www-form-urlencoded", "a=1&b=x+y"))).toBe("a = 1\nb = x y");
  expect(prettyBody(body("text/html", "<p>no</p>"))).toBe("<p>no</p>");
  expect(prettyBody({ type: "image/png", bytes: 12, text: null })).toBeNull();
});

test("names, texts and values of JSON are told apart, and nothing is lost", () => {
  const pretty = JSON.stringify({ 'na"me': "te:xt", n: -1.5e3, b: true, z: null }, null, 2);
  const parts = partsOf(pretty);
  expect(parts.map(({ text }) => text).join("")).toBe(pretty);
  expect(parts.filter(({ kind }) => kind === "value").map(({ text }) => text)).toEqual(["-1500", "true", "null"]);
  expect(parts.filter(({ kind }) => kind === "text").map(({ text }) => text)).toEqual(['"te:xt"']);
  expect(partsOf("<p>")).toEqual([{ kind: "plain", text: "<p>" }]);
});

test("the claims are read from beside the statement, with their times in words, and are no header", () => {
  const headers = [
    ["joinery-assertion", "[secret 77b1]"],
    ["joinery-assertion-claims", '{"sub":"u-ada","iat":1795514400}'],
  ] as const;
  expect(claimsOf(headers)).toEqual([
    { name: "sub", value: "u-ada" },
    { name: "iat", value: "2026-11-24T10:00:00.000Z" },
  ]);
  expect(headersSent(headers)).toEqual([["joinery-assertion", "[secret 77b1]"]]);
  expect(claimsOf([])).toBeUndefined();
});

test("a request becomes a command line without its secrets", () => {
  const request = {
    ...requestTo("POST", "http://localhost:4001/auth/t-1"),
    headers: [
      ["blink-auth-proxysecret", "[secret 9f3a]"],
      ["blink-auth-userid", "u-ada"],
      ["joinery-assertion", "[secret 77b1]"],
      ["joinery-lease", "[secret 1111]"],
      ["host", "localhost:4001"],
    ] as const,
    body: body("application/json", '{"title":"it\'s"}'),
  };
  expect(asCurl(exchangeWith({ request }))).toBe(
    [
      "curl -i -X POST 'http://localhost:4001/auth/t-1'",
      '-H "blink-auth-proxysecret: $JOINERY_PROXY_SECRET"',
      "-H 'blink-auth-userid: u-ada'",
      `--data-raw '{"title":"it'\\''s"}'`,
    ].join(" \\\n  "),
  );
});
