import { z } from "zod";
import { claimAnswer, redeemAnswer, redeemBody, refuseBody } from "./connect.ts";
import { envelopeOf, refusalBody } from "./envelope.ts";
import { addLinkedAccountWire, linkedAccount, revocationReport, updateLinkedAccountWire } from "./linked-accounts.ts";
import { PROBLEMS, type ProblemCode } from "./problems.ts";
import { user } from "./users.ts";

/** One operation of the hub's API for integrations, in the few words that differ between operations. */
interface Operation {
  method: "get" | "post" | "patch" | "delete";
  path: string;
  id: string;
  summary: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: z.ZodType;
  bodyIsOptional?: boolean;
  answers: { status: number; meaning: string; data: z.ZodType }[];
  refusals: ProblemCode[];
}

const ACCOUNTS = "/v2/user/{user_id}/linked-accounts";
const ACCOUNT = `${ACCOUNTS}/{linked_account_id}`;
const FLOW = "/v2/connect/{flow}";
const nothing = z.object({});

const OPERATIONS: Operation[] = [
  {
    method: "get",
    path: "/v2/user",
    id: "listUsers",
    summary: "Users: a flat array, also for one; past the last page it is empty.",
    query: { page: "From 1.", userId: "One user by id.", employeeId: "One user by employee number." },
    answers: [{ status: 200, meaning: "The users.", data: z.array(user) }],
    refusals: ["BAD_REQUEST"],
  },
  {
    method: "post",
    path: ACCOUNTS,
    id: "addUserLinkedAccount",
    summary: "Add User Linked Account.",
    headers: {
      "joinery-flow": "The flow of a verified connect.",
      "joinery-claim": "What claim answered for that flow.",
      "idempotency-key": "Makes the request safe to repeat for 7 days; of a verified connect: the flow.",
    },
    body: addLinkedAccountWire,
    answers: [
      { status: 201, meaning: "A new linked account.", data: linkedAccount },
      { status: 200, meaning: "A live account of the same identity was updated in place.", data: linkedAccount },
    ],
    refusals: [
      "BAD_REQUEST",
      "USER_NOT_FOUND",
      "AUTH_ID_NOT_FOUND",
      "FLOW_NOT_FOUND",
      "FLOW_BURNED",
      "FLOW_EXPIRED",
      "FLOW_REFUSED",
      "FLOW_COMPLETED",
      "CLAIM_WRONG",
      "CONNECT_REQUIRED",
      "VERIFICATION_REQUIRED",
      "USER_INACTIVE",
      "DISCONNECT_IN_PROGRESS",
      "IDEMPOTENCY_KEY_REUSED",
      "PAYLOAD_TOO_LARGE",
    ],
  },
  {
    method: "get",
    path: ACCOUNTS,
    id: "listUserLinkedAccounts",
    summary: "Live linked accounts of a user at this integration.",
    query: { auth_id: "Only accounts of this Auth ID." },
    answers: [{ status: 200, meaning: "The accounts, oldest first.", data: z.array(linkedAccount) }],
    refusals: ["USER_NOT_FOUND", "AUTH_ID_NOT_FOUND"],
  },
  {
    method: "get",
    path: ACCOUNT,
    id: "getUserLinkedAccount",
    summary: "One linked account; while it is disconnecting, for withdrawal.",
    answers: [{ status: 200, meaning: "The account; ETag is its version.", data: linkedAccount }],
    refusals: ["LINKED_ACCOUNT_NOT_FOUND"],
  },
  {
    method: "patch",
    path: ACCOUNT,
    id: "updateUserLinkedAccount",
    summary: "Changes the given fields of a live linked account.",
    headers: { "if-match": 'The version that was read, in quotes: "3".' },
    body: updateLinkedAccountWire,
    answers: [{ status: 200, meaning: "The account as it is now.", data: linkedAccount }],
    refusals: ["BAD_REQUEST", "LINKED_ACCOUNT_NOT_FOUND", "VERSION_MISMATCH", "PAYLOAD_TOO_LARGE"],
  },
  {
    method: "delete",
    path: ACCOUNT,
    id: "deleteUserLinkedAccount",
    summary: "Delete User Linked Account; may say what became of the grant.",
    body: revocationReport,
    bodyIsOptional: true,
    answers: [{ status: 200, meaning: "Its tokens are shredded.", data: nothing }],
    refusals: ["BAD_REQUEST", "LINKED_ACCOUNT_NOT_FOUND"],
  },
  {
    method: "post",
    path: `${FLOW}/redeem`,
    id: "redeemFlow",
    summary: "Exchanges code and verifier for the user who started the flow.",
    body: redeemBody,
    answers: [{ status: 200, meaning: "The user, for this flow only.", data: redeemAnswer }],
    refusals: [
      "BAD_REQUEST",
      "FLOW_NOT_FOUND",
      "FLOW_BURNED",
      "FLOW_EXPIRED",
      "FLOW_REFUSED",
      "FLOW_OUT_OF_ORDER",
      "USER_INACTIVE",
    ],
  },
  {
    method: "post",
    path: `${FLOW}/claim`,
    id: "claimFlow",
    summary: "Allows the one token request of a flow, once.",
    answers: [{ status: 200, meaning: "The claim that the save must carry.", data: claimAnswer }],
    refusals: [
      "FLOW_NOT_FOUND",
      "FLOW_CLAIMED",
      "FLOW_BURNED",
      "FLOW_EXPIRED",
      "FLOW_REFUSED",
      "FLOW_COMPLETED",
      "FLOW_OUT_OF_ORDER",
      "USER_INACTIVE",
      "INTEGRATION_DISABLED",
    ],
  },
  {
    method: "post",
    path: `${FLOW}/refuse`,
    id: "refuseFlow",
    summary: "Ends a flow; once it is claimed, only together with the claim.",
    body: refuseBody,
    answers: [{ status: 200, meaning: "The flow has ended.", data: nothing }],
    refusals: [
      "BAD_REQUEST",
      "FLOW_NOT_FOUND",
      "FLOW_CLAIMED",
      "FLOW_COMPLETED",
      "FLOW_BURNED",
      "FLOW_EXPIRED",
      "FLOW_REFUSED",
    ],
  },
];

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
    parameters: [...fromPath, ...toParameters("query", operation.query), ...toParameters("header", operation.headers)],
    ...(operation.body === undefined
      ? {}
      : { requestBody: describeBody(operation.body, operation.bodyIsOptional !== true) }),
    responses: { ...describeAnswers(operation), ...describeRefusals(operation.refusals) },
  };
}

function toParameters(place: "query" | "header", texts: Record<string, string> = {}) {
  return Object.entries(texts).map(([name, description]) => ({
    name,
    in: place,
    required: false,
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
