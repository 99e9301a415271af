import { z } from "zod";
import { envelopeOf, refusalBody } from "./envelope.ts";
import { OPERATIONS, type Operation } from "./operations.ts";
import { PROBLEMS, type ProblemCode } from "./problems.ts";

/** Describes the hub's API for integrations as OpenAPI 3.1, from the same schemas that check every request. */
export function createOpenApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Joinery: the hub's API for integrations",
      version: "0.1.0",
      description:
        "An API token belongs to one integration and sees only that integration's accounts; everything else is 404.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "http://127.0.0.1:4000", description: "A hub on your machine" }],
    security: [{ apiToken: [] }],
    paths,
    components: {
      securitySchemes: { apiToken: { type: "http", scheme: "bearer" } },
      schemas: { Refusal: z.toJSONSchema(refusalBody, { target: "draft-2020-12" }) },
    },
  };
}

function describe(operation: Operation) {
  const fromPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", maxLength: 64 },
  }));
  return {
    operationId: operation.id,
    summary: operation.summary,
    parameters: [
      ...fromPath,
      ...toParameters("query", operation.query),
      ...toParameters("header", operation.headers),
      ...toParameters("header", operation.requiredHeaders, true),
    ],
    ...(operation.body === undefined
      ? {}
      : { requestBody: describeBody(operation.body, operation.bodyIsOptional !== true) }),
    responses: { ...describeAnswers(operation), ...describeRefusals(operation.refusals) },
  };
}

function toParameters(place: "query" | "header", texts: Record<string, string> = {}, required = false) {
  return Object.entries(texts).map(([name, description]) => ({
    name,
    in: place,
    required,
    description,
    schema: { type: "string" },
  }));
}

function describeBody(schema: z.ZodType, required: boolean) {
  return { required, content: { "application/json": { schema: z.toJSONSchema(schema, { io: "input" }) } } };
}

function describeAnswers({ answers }: Operation) {
  return Object.fromEntries(
    answers.map(({ status, meaning, data }) => [
      status,
      { description: meaning, content: { "application/json": { schema: z.toJSONSchema(envelopeOf(data)) } } },
    ]),
  );
}

/** Every operation can also be refused for its token, its rate, or a fault of ours. */
function describeRefusals(codes: ProblemCode[]) {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...codes, "UNAUTHENTICATED", "RATE_LIMITED", "INTERNAL"] as const) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } };
  return Object.fromEntries(
    [...byStatus].map(([status, named]) => [status, { description: named.join(", "), content }]),
  );
}
