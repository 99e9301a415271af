import { expect, test } from "vitest";
import { transportOptionsOf } from "./transport-options.ts";

const options = (url: string) => transportOptionsOf(url, { hostname: "hub.example" });

test.each([
  ["smtp://mail.example", { host: "mail.example", port: 587, secure: false, requireTLS: false }],
  ["smtp://mail.example:25", { port: 25 }],
  ["smtps://mail.example", { port: 465, secure: true }],
  ["smtp://[2001:db8::1]:25", { host: "2001:db8::1" }],
  ["smtp://u%40x:p%3Aw@mail.example", { auth: { user: "u@x", pass: "p:w" } }],
])("%s is read", (url, expected) => {
  expect(options(url)).toMatchObject(expected);
});

test("a password is sent within TLS only, except to this machine", () => {
  expect(options("smtp://u:p@mail.example").requireTLS).toBe(true);
  expect(options("smtp://u:p@127.0.0.1").requireTLS).toBe(false);
});

test("what stands in the query switches no check off", () => {
  expect(options("smtps://mail.example/?tls.rejectUnauthorized=false&ignoreTLS=true")).not.toHaveProperty("tls");
});
