import { expect, test } from "vitest";
import { readFlowFile } from "./read-flow-file.ts";

test("an exported flow is recognised by its format", () => {
  const file = { format: "joinery-flow/1", exchanges: [] };
  expect(readFlowFile(JSON.stringify(file))).toEqual(file);
});

test.each(["", "null", "[]", '{"format":"joinery-flow/2","exchanges":[]}', '{"format":"joinery-flow/1"}'])(
  "%j is no flow",
  (text) => expect(readFlowFile(text)).toBeUndefined(),
);
