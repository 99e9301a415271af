import { inspect } from "node:util";
import { expect, test } from "vitest";
import { createIntegration } from "./integration.ts";
import type { LogEntry } from "./log.ts";
import { Secret, secret } from "./secret.ts";
import { ADA, deskOptions, startWorld } from "./testing/world.ts";

const CANARY = "canary-of-the-secret-0123456789";
const DENO = Symbol.for("Deno.customInspect");

const PRINTERS: Record<string, (value: Secret) => unknown> = {
  "String()": (value) => String(value),
  "a template literal": (value) => `${value}`,
  "adding to a text": (value) => `${"Bearer "}${value as unknown as string}`,
  "JSON.stringify": (value) => JSON.stringify({ value }),
  "console.log in Node": (value) => inspect({ value }, { depth: 9, showHidden: true, getters: true }),
  "console.log in Deno": (value) => (value as unknown as Record<symbol, () => string>)[DENO]?.(),
  "an error's message and cause": (value) => inspect(new Error(`${value}`, { cause: value })),
  "spreading it": (value) => JSON.stringify({ ...value }),
  "its keys, values and property names": (value) =>
    JSON.stringify([
      Object.keys(value),
      Object.values(value),
      Object.getOwnPropertyNames(value),
      Reflect.ownKeys(value),
    ]),
  "a structured clone": (value) => inspect(structuredClone(value), { showHidden: true }),
  "a number of it": (value) => String(Number(value)),
};

test.each(Object.entries(PRINTERS))("%s shows nothing of a secret", (_name, print) => {
  expect(String(print(secret(CANARY)))).not.toContain("canary");
});

test("a secret prints as [secret], and gives its value when asked", () => {
  const hidden = secret(CANARY);

  expect([`${hidden}`, JSON.stringify(hidden), inspect(hidden)]).toEqual(["[secret]", '"[secret]"', "[secret]"]);
  expect(PRINTERS["console.log in Deno"]?.(hidden)).toBe("[secret]");
  expect(hidden).toBeInstanceOf(Secret);
  expect(hidden.reveal()).toBe(CANARY);
});

test("a secret equals nothing but itself: neither another of the same value, nor the value", () => {
  const hidden = secret<unknown>(CANARY);

  expect(hidden === secret<unknown>(CANARY)).toBe(false);
  // biome-ignore lint/suspicious/noDoubleEquals: the loose comparison is what could go wrong.
  expect(hidden == (CANARY as unknown)).toBe(false);
});

test("an integration works with hidden secrets as with plain ones", async () => {
  const { auth, proxySecret, apiToken } = deskOptions;
  const world = await startWorld({
    proxySecret: [secret(proxySecret), secret("canary-of-the-next-one")],
    apiToken: secret(apiToken),
    cookieSecret: secret("canary-of-the-cookies"),
    auth: { ...auth, clientSecret: secret(String(auth.clientSecret)) },
  });
  const { browser, callback } = await world.goToService();
  const end = await browser.locationOf(callback);
  const answer = await world.call({ method: "POST", path: "/tickets", user: ADA, body: { title: "x" } });

  expect(end).toMatch(/\/done$/);
  expect(answer.status).toBe(200);
  expect(inspect(world.integration, { depth: 9, showHidden: true })).not.toContain("canary");
});

test.each([
  ["a hub that is no URL", { hub: "canary" }],
  ["a cookie secret that is too short", { cookieSecret: secret("canary") }],
  ["an API token that is missing", { apiToken: secret("") }],
])("a fault of the options (%s) shows no option, hidden or plain", (_name, changes) => {
  const options = { ...deskOptions, hub: "https://hub.example", ...changes };
  const create = () => createIntegration(options);

  expect(create).toThrow(TypeError);
  expect(faultOf(create)).not.toContain("canary");
});

test("a hidden secret is blacked out of the log like a plain one", async () => {
  const log: LogEntry[] = [];
  const { createLog } = await import("./log.ts");
  const { reveal } = await import("./secret.ts");

  createLog((entry) => log.push(entry), [reveal(secret(CANARY))])("info", "careless", { text: `Bearer ${CANARY}` });

  expect(log[0]?.fields.text).toBe("Bearer [secret]");
});

function faultOf(work: () => unknown): string {
  try {
    return inspect(work());
  } catch (error) {
    return inspect(error, { depth: 9, showHidden: true });
  }
}
