import type { FieldError, ProblemCode, RefusalBody } from "@joinery/contract";

/**
 * The hub, or Blink, said no. `code` is a code of the contract's catalogue, for example `LINKED_ACCOUNT_NOT_FOUND`, or
 * `UNKNOWN` when the other side used none of them.
 *
 * @example
 * ```ts
 * import { type HubClient, HubRefusal } from "@joinery/sdk";
 *
 * async function exists(hub: HubClient, userId: string, accountId: string): Promise<boolean> {
 *   try {
 *     await hub.getLinkedAccount(userId, accountId);
 *     return true;
 *   } catch (error) {
 *     if (error instanceof HubRefusal && error.code === "LINKED_ACCOUNT_NOT_FOUND") return false;
 *     throw error;
 *   }
 * }
 * ```
 */
export class HubRefusal extends Error {
  override readonly name = "HubRefusal";
  /** A code of the catalogue, or `UNKNOWN`. */
  readonly code: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** Quote it to the hub's administrator: it finds the request in their log. */
  readonly requestId: string;
  /** Faulty fields of a bad request; never with received values. */
  readonly errors: readonly FieldError[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds: number | undefined;

  /** Made by the hub's client; make one in tests. */
  constructor(status: number, body: RefusalBody, retryAfterSeconds?: number) {
    super(body.message);
    this.code = body.code;
    this.status = status;
    this.requestId = body.request_id;
    this.errors = body.errors ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * The hub could not be reached, or its answer could not be understood; whether it acted is unknown. Try again later.
 *
 * @example
 * ```ts
 * import { type HubClient, HubUnreachable } from "@joinery/sdk";
 *
 * async function countAccounts(hub: HubClient, userId: string): Promise<number | "try later"> {
 *   try {
 *     return (await hub.listLinkedAccounts(userId)).length;
 *   } catch (error) {
 *     if (error instanceof HubUnreachable) return "try later";
 *     throw error;
 *   }
 * }
 * ```
 */
export class HubUnreachable extends Error {
  override readonly name = "HubUnreachable";
}

/** Whether trying the same again later may help. */
export function isPassing(error: unknown): boolean {
  if (error instanceof HubUnreachable) return true;
  return error instanceof HubRefusal && (error.status >= 500 || error.status === 429);
}

/** Answers that are about our token, our address or a gateway between us, and not about what was asked. */
const BESIDE_THE_POINT = ["UNAUTHENTICATED", "MISDIRECTED", "NOT_FOUND", "METHOD_NOT_ALLOWED", "UNKNOWN"];

/** Whether the hub has decided about what was asked; else the same may be answered otherwise another time. */
export function isDecided(error: unknown): error is HubRefusal {
  return error instanceof HubRefusal && !isPassing(error) && !BESIDE_THE_POINT.includes(error.code);
}

/** Whether the hub refused with one of these codes. */
export function isRefusedWith(error: unknown, ...codes: ProblemCode[]): boolean {
  return error instanceof HubRefusal && codes.some((code) => code === error.code);
}
