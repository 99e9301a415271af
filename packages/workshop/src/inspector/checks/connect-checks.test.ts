import { expect, test } from "vitest";
import { HUB, hubHeaders, INTEGRATION, SECRETS } from "../recorded-connect.fixture.ts";
import { AUTH, FLOW, failures, JSON_TYPE, leadsTo, startJudging } from "./judging.fixture.ts";

test.for([
  ["core.auth.answers: status 500", 500, "{}"],
  ["core.auth.answers: status 201", 201, leadsTo("https://desk.example/a")],
  ["core.auth.envelope: an answer that is not JSON", 200, "<html>"],
  ["core.auth.envelope: no code OK", 200, '{"authorization_url":"https://desk.example/a"}'],
  ["core.auth.envelope: no message OK", 200, '{"code":"OK","data":{"authorization_url":"https://desk.example/a"}}'],
  ["core.auth.envelope: no authorization_url in data", 200, '{"code":"OK","message":"OK","data":{}}'],
  ["core.auth.envelope: an authorization_url that is not an absolute URL", 200, leadsTo("/connect")],
  ["core.auth.url: a URL that is neither https nor http", 200, leadsTo("ftp://desk.example/a")],
  ["core.auth.url: an http URL of another machine", 200, leadsTo("http://desk.example/a")],
  ["core.auth.url: a URL of the hub itself", 200, leadsTo(`${HUB}/a`)],
  ["core.auth.url: a URL with a user name or a password", 200, leadsTo("https://a:b@desk.example/a")],
  ["core.url.no-secret: the field access_token", 200, leadsTo("https://desk.example/a?access_token=x")],
  ["core.url.no-secret: the field id_token", 200, leadsTo("https://desk.example/a#id_token=x")],
  [
    "core.url.no-secret: a value that is a secret elsewhere",
    200,
    leadsTo(`https://desk.example/?x=${SECRETS.proxySecret}`),
  ],
] as const)("Connect: %s", ([failure, status, body]) => {
  const { fromHub } = startJudging({ kind: "blink", connect_base: null });

  expect(failures(fromHub("POST", AUTH).answer(status, JSON_TYPE, body))).toEqual([failure]);
});

test("a Connect that is late, or not answered at all, fails", () => {
  const { fromHub, time } = startJudging({ kind: "blink", connect_base: null });
  const late = fromHub("POST", AUTH);
  time.now += 12_000;

  expect(failures(late.answer(200, JSON_TYPE, leadsTo("https://desk.example/a")))).toEqual(["core.auth.in-time: 12 s"]);
  expect(failures(fromHub("POST", AUTH).fail("not listening"))).toEqual([
    "core.auth.answers: no answer",
    "core.auth.in-time: no answer",
  ]);
});

test("the same authorization URL a second time fails, and another does not", () => {
  const { fromHub } = startJudging({ kind: "blink", connect_base: null });
  const connect = (url: string) => failures(fromHub("POST", AUTH).answer(200, JSON_TYPE, leadsTo(url)));

  expect(connect("https://desk.example/a?state=1")).toEqual([]);
  expect(connect("https://desk.example/a?state=2")).toEqual([]);
  expect(connect("https://desk.example/a?state=1")).toEqual(["core.url.new: the same URL as for an earlier Connect"]);
});

test("a verified integration leads to its connect base and to nothing else", () => {
  const { fromHub } = startJudging();
  const headers = () => hubHeaders("POST", AUTH, "", { "joinery-flow": FLOW });
  const connect = (url: string) => failures(fromHub("POST", AUTH, headers()).answer(200, JSON_TYPE, leadsTo(url)));

  expect(connect(`${INTEGRATION}/connect/${FLOW}`)).toEqual([]);
  expect(connect(`${INTEGRATION}/elsewhere`)).toEqual([
    expect.stringContaining("another address below the connect base"),
  ]);
  expect(connect("https://desk.example/a")).toEqual([expect.stringContaining("an address elsewhere")]);
});

test("an answer to the hub and a redirect of a browser hold nothing that opens a door", () => {
  const { fromHub, record } = startJudging({ kind: "plain", connect_base: null });
  const visit = { from: "browser", to: "integration", method: "GET", url: `${INTEGRATION}/page` } as const;
  const redirect = (location: string) => failures(record(visit).answer(303, { location }, ""));

  expect(failures(fromHub("POST", "/tickets").answer(200, {}, `seen ${SECRETS.proxySecret}`))).toEqual([
    "core.answers.no-secret: a value that is a secret elsewhere",
  ]);
  expect(failures(fromHub("POST", "/tickets").answer(200, {}, "seen"))).toEqual([]);
  expect(failures(fromHub("POST", "/auth/t-other").answer(404, {}, `seen ${SECRETS.proxySecret}`))).toEqual([
    "core.answers.no-secret: a value that is a secret elsewhere",
  ]);
  expect(redirect("/done?access_token=x")).toEqual(["rule.redirect.no-secret: the field access_token"]);
  expect(redirect(`/done?x=${SECRETS.proxySecret}`)).toEqual([
    "rule.redirect.no-secret: a value that is a secret elsewhere",
  ]);
  expect(redirect("/done?state=x")).toEqual([]);
});
