import { expect, test } from "vitest";
import * as contract from "./index.ts";

test("the public surface is what it was; a change of it is made on purpose", () => {
  expect(Object.keys(contract).sort()).toMatchSnapshot();
});

test("every problem has a status of a refusal and a sentence that ends", () => {
  for (const [code, { status, sentence }] of Object.entries(contract.PROBLEMS)) {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(status, code).toBeGreaterThanOrEqual(400);
    expect(sentence, code).toMatch(/\.$/);
  }
});

test("ids are opaque, prefixed and short enough", () => {
  for (const kind of Object.keys(contract.ID_PREFIXES) as contract.IdKind[]) {
    const id = contract.newId(kind);
    expect(id).toMatch(new RegExp(`^${contract.ID_PREFIXES[kind]}-[0-9a-f-]{36}$`));
    expect(contract.opaqueId.safeParse(id).success).toBe(true);
  }
  expect(contract.isFlowId("f-1")).toBe(false);
  expect(contract.opaqueId.safeParse("a/b").success).toBe(false);
});

test("the challenge is the digest that RFC 7636, appendix B gives for its verifier", async () => {
  expect(await contract.challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  );
});

test("the OpenAPI description names only refusals of the catalogue and every operation once", () => {
  const { paths } = contract.createOpenApi();
  const operations = Object.values(paths).flatMap((path) => Object.values(path)) as {
    operationId: string;
    responses: Record<string, { description: string }>;
  }[];
  const ids = operations.map((operation) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const operation of operations) {
    for (const [status, { description }] of Object.entries(operation.responses)) {
      if (Number(status) < 400) continue;
      for (const code of description.split(", ")) expect(contract.isProblemCode(code), code).toBe(true);
    }
  }
});
