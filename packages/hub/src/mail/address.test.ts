import { expect, test } from "vitest";
import { isMailAddress } from "./address.ts";

test.each(["bob@engines.example", "Bob.O+tag@mail.engines.example", "bob@localhost", "jörg@müller.example"])(
  "%s is an address",
  (text) => expect(isMailAddress(text)).toBe(true),
);

test.each([
  "",
  "bob",
  "bob@",
  "@engines.example",
  "bob@engines.example, eve@evil.example",
  "bob@engines.example;eve@evil.example",
  "bob@engines.example\r\nBcc: eve@evil.example",
  "bob@engines.example\n",
  "Bob <bob@engines.example>",
  '"eve@evil.example"@engines.example',
  "bob@engines.example@evil.example",
  "bob@[127.0.0.1]",
  "bob(eve@evil.example)@engines.example",
  "bob@-engines.example",
  `${"b".repeat(65)}@engines.example`,
  `bob@${"x".repeat(260)}`,
])("%j is none", (text) => expect(isMailAddress(text)).toBe(false));
