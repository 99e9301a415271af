import { z } from "zod";
import { claimAnswer, redeemAnswer, redeemBody, refuseBody } from "./connect.ts";
import { leaseAnswer, releaseBody } from "./leases.ts";
import { addLinkedAccountWire, linkedAccount, revocationReport, updateLinkedAccountWire } from "./linked-accounts.ts";
import type { ProblemCode } from "./problems.ts";
import { user } from "./users.ts";

/** One operation of the hub's API for integrations, in the few words that differ between operations. */
export interface Operation {
  method: "get" | "post" | "patch" | "delete";
  path: string;
  id: string;
  summary: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  requiredHeaders?: Record<string, string>;
  body?: z.ZodType;
  bodyIsOptional?: boolean;
  answers: { status: number; meaning: string; data: z.ZodType }[];
  refusals: ProblemCode[];
}

const ACCOUNTS = "/v2/user/{user_id}/linked-accounts";
const ACCOUNT = `${ACCOUNTS}/{linked_account_id}`;
const LEASE = `${ACCOUNT}/lease`;
const FLOW = "/v2/connect/{flow}";
const nothing = z.object({});

/** The hub's API for integrations, in the order of its pages. */
export const OPERATIONS: readonly Operation[] = [
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
      {
        status: 202,
        meaning:
          "A Reconnect brought another identity: the new account is pending until its owner chooses, and its tokens are sealed. The save is done; nothing has to be sent again.",
        data: linkedAccount,
      },
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
      "LEASE_REQUIRED",
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
    summary: "One linked account; a disconnecting one only while its integration is asked to withdraw it.",
    answers: [{ status: 200, meaning: "The account; ETag is its version.", data: linkedAccount }],
    refusals: ["LINKED_ACCOUNT_NOT_FOUND"],
  },
  {
    method: "patch",
    path: ACCOUNT,
    id: "updateUserLinkedAccount",
    summary: "Changes the given fields of a live linked account.",
    headers: {
      "if-match": 'The version that was read, in quotes: "3". Ignored when there is a lease.',
      "joinery-lease":
        "The lease under which tokens were renewed; writes as long as nobody has a newer one, also after its time.",
    },
    body: updateLinkedAccountWire,
    answers: [
      {
        status: 200,
        meaning:
          "The account as it is now; the lease has ended. The same write under the same lease, sent again, changes nothing. A disconnecting one only takes its last tokens under the newest lease, and shows none.",
        data: linkedAccount,
      },
    ],
    refusals: [
      "BAD_REQUEST",
      "LINKED_ACCOUNT_NOT_FOUND",
      "LEASE_REQUIRED",
      "LEASE_SUPERSEDED",
      "VERSION_MISMATCH",
      "PAYLOAD_TOO_LARGE",
    ],
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
    path: LEASE,
    id: "takeLease",
    summary: "Lets one process renew the account's tokens: for 60 seconds nobody else gets the lease.",
    answers: [{ status: 200, meaning: "The lease, and the account as it is under it.", data: leaseAnswer }],
    refusals: ["LINKED_ACCOUNT_NOT_FOUND", "LEASE_HELD", "DISCONNECT_IN_PROGRESS"],
  },
  {
    method: "delete",
    path: LEASE,
    id: "releaseLease",
    summary: "Gives a lease back before its time; says when the answer of a token request was lost.",
    requiredHeaders: { "joinery-lease": "The lease." },
    body: releaseBody,
    bodyIsOptional: true,
    answers: [{ status: 200, meaning: "Nobody holds it any more.", data: nothing }],
    refusals: ["BAD_REQUEST", "LINKED_ACCOUNT_NOT_FOUND", "LEASE_SUPERSEDED"],
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
    summary:
      "Ends a flow; once it is claimed, only together with the claim. outcome_unknown lists it as an orphan for administrators.",
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
