import { expect, test } from "vitest";
import { faultsOfBase, faultsOfProxyUrl } from "./addresses.ts";

const DEVELOPMENT = { publicUrl: new URL("http://127.0.0.1:4000"), development: true };
const PUBLIC = { publicUrl: new URL("https://hub.example.com"), development: false };

test.each([
  ["https://desk.example.com/hook", true, true],
  ["http://127.0.0.1:5000/hook", true, false],
  ["http://localhost:5000", true, false],
  ["http://[::1]:5000", true, false],
  ["http://desk.example.com/hook", false, false],
  ["http://127.0.0.1.example.com", false, false],
  ["https://user:pw@desk.example.com", false, false],
  ["https://desk.example.com/hook?key=1", false, false],
  ["https://desk.example.com/hook#part", false, false],
])("proxy URL %s: allowed on loopback %s, in public %s", (url, development, inPublic) => {
  expect(faultsOfProxyUrl(url, DEVELOPMENT).length === 0).toBe(development);
  expect(faultsOfProxyUrl(url, PUBLIC).length === 0).toBe(inPublic);
});

test.each([
  ["https://desk.example.com", true, true],
  ["https://desk.example.com/", true, true],
  ["http://localhost:5000", true, false],
  ["http://127.0.0.1:5000", true, false],
  ["http://127.0.0.1:4000", false, false],
  ["https://desk.example.com/connect", false, false],
  ["https://hub.example.com", true, false],
  ["https://hub.example.com:8443", true, false],
  ["https://HUB.example.com:8443", true, false],
  ["https://hub.example.com.", true, false],
])("connect base %s: allowed on loopback %s, in public %s", (url, development, inPublic) => {
  expect(faultsOfBase(url, DEVELOPMENT).length === 0).toBe(development);
  expect(faultsOfBase(url, PUBLIC).length === 0).toBe(inPublic);
});
