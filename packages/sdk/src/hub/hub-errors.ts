import type { FieldError, RefusalBody } from "@joinery/contract";

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
  readonly code: string;
  readonly status: number;
  /** Quote it to the hub's administrator: it finds the request in their log. */
  readonly requestId: string;
  /** Faulty fields of a bad request; never with received values. */
  readonly errors: readonly FieldError[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds: number | undefined;

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
