import type { RevocationReport } from "@joinery/contract";
import type { TokenKeeper } from "./accounts/usable-token.ts";
import type { Clock } from "./clock.ts";
import type { ExternalService } from "./external/external-service.ts";
import type { GrantParts } from "./external/obtain-grant.ts";
import type { Fetch } from "./http/bounded-fetch.ts";
import type { ArrivedCall, Call } from "./http/call.ts";
import type { Visit } from "./http/visit.ts";
import type { AccountsApi } from "./hub/accounts-api.ts";
import type { Log } from "./log.ts";
import type { CheckedOptions, IntegrationOptions } from "./options.ts";
import type { QuestionSteps } from "./questions/question-steps.ts";
import type { SealParts } from "./sealed/sealed-accounts.ts";
import type { Backlog, Kept } from "./spool/backlog.ts";
import type { Store } from "./store/store.ts";

/**
 * Whom an integration serves: our hub (`connect/hub-mode.ts`) or Blink (`blink/blink-mode.ts`). Chosen once, from the
 * options; nothing that arrives later can change it, because the other mode's code is not even created.
 */
export interface Mode<Admitted extends Call = Call> {
  hub: AccountsApi;
  /** Lets a request of the hub through, or throws. Connect and Disconnect are repeatable, an action is not. */
  admit(arrived: ArrivedCall, kind: "repeatable" | "action"): Promise<Admitted>;
  /** Somebody pressed Connect. */
  press(call: Admitted, authId: string): Promise<Response>;
  /** What the hub reads after a Disconnect. */
  disconnected(report: RevocationReport): Response;
  /** Keeps the tokens of linked accounts fresh. */
  tokens: TokenKeeper;
  /** Brings something to its end that this integration began and did not finish; only where the spool keeps such things. */
  settle?(kept: Kept, log: Log): Promise<void>;
  /** What a person's browser opens, `/connect/<page>`. */
  answerBrowser(visit: Visit, page: string): Promise<Response>;
}

/** What both modes are made of. */
export interface ModeParts extends GrantParts {
  backlog: Backlog;
  options: IntegrationOptions;
  checked: CheckedOptions;
  service: ExternalService;
  questions: QuestionSteps | undefined;
  store: Store;
  /** How tokens are sealed; without it they are stored as they are. */
  seal: SealParts | undefined;
  /** Within the limits for everything outside. */
  fetch: Fetch;
  /** Without limits; whatever is made of it sets its own. */
  rawFetch: Fetch;
  clock: Clock;
}
