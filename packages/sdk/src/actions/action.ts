import { Problem, toFieldErrors } from "@joinery/contract";
import type { z } from "zod";
import type { ConnectedAccount } from "../accounts/connected-account.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import type { AccountsApi } from "../hub/accounts-api.ts";
import type { Log } from "../log.ts";

/** Everything an action may know, but its input. */
export interface ActionContext {
  /** The person who pressed the button, proven by the hub. */
  user: { id: string };
  /** The linked account that the action is for. Its token is valid: else no handler runs. */
  account: ConnectedAccount;
  /** All live accounts of this person at this integration; each gets its token when it is first used. */
  accounts: readonly ConnectedAccount[];
  /** Sends a request as this person: `account.fetch`. */
  fetch: Fetch;
  /** The API of the hub or of Blink, with this integration's token. It knows no limits of one person: choose by `user.id`. */
  blink: AccountsApi;
  /** Blacks out the tokens of the accounts. */
  log: Log;
  /** What people quote when something went wrong; the hub's log has it too. */
  requestId: string;
}

/** Does something in the external service as the user. A `Response` is passed on; anything else becomes JSON. */
export type ActionHandler<Input> = (context: ActionContext & { input: Input }) => unknown;

/** An action of an integration; made by `action`. */
export interface Action {
  /** The HTTP method that it answers to. */
  readonly method: string;
  /** The path below the proxy URL, exactly. */
  readonly path: string;
  /** Checks the input; returns the rest of the work, so that a bad request costs nothing. */
  readonly prepare: (input: unknown) => (context: ActionContext) => Promise<unknown>;
}

/** Reserved below a proxy URL (contract 1.1), and our own pages. */
const RESERVED = /^\/(auth|linked-accounts|connect)(\/|$)/i;

/**
 * Defines an action: something a person lets the integration do, from its page or from a button on a card.
 * Input is the JSON body, or the query of a GET. Throw a `Problem` to refuse. Throws a `TypeError` for a reserved path.
 *
 * @example
 * ```ts
 * import { action, Problem } from "@joinery/sdk";
 * import { z } from "zod";
 *
 * const rename = action("POST", "/rename", z.object({ name: z.string().min(1) }), async ({ input, fetch }) => {
 *   const answer = await fetch("https://acme.example/api/me", { method: "PATCH", body: JSON.stringify(input) });
 *   if (!answer.ok) throw new Problem("EXTERNAL_SERVICE_FAILED");
 *   return { message: `You are now called ${input.name}.` };
 * });
 * ```
 */
export function action<Schema extends z.ZodType>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: `/${string}`,
  schema: Schema,
  handler: ActionHandler<z.infer<Schema>>,
): Action {
  if (RESERVED.test(path)) throw new TypeError(`action: ${path} is reserved`);
  return {
    method,
    path,
    prepare: (given) => {
      const parsed = schema.safeParse(given);
      if (!parsed.success) throw new Problem("BAD_REQUEST", { errors: toFieldErrors(parsed.error) });
      return async (context) => handler({ ...context, input: parsed.data });
    },
  };
}
