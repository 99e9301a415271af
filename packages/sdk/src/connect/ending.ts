import type { RefusalReason } from "@joinery/contract";
import { seeOther } from "../http/answers.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { describeError, type Log } from "../log.ts";
import type { Ending } from "./ended-page.ts";

/** A connection that goes no further. Thrown by a step, turned into a redirect in one place. */
export class ConnectEnded extends Error {
  override readonly name = "ConnectEnded";
  /** Where the browser ends: the hub's page when it is the starter's browser, else our own. */
  readonly page: "hub" | Ending;
  readonly flow: string | undefined;
  /** What the hub is told; nothing when the hub ended the flow itself. */
  readonly reason: RefusalReason | undefined;
  readonly claim: string | undefined;

  constructor(
    page: "hub" | Ending,
    details: { flow?: string; reason?: RefusalReason; claim?: string; cause?: unknown } = {},
  ) {
    super("the connection was ended", { cause: details.cause });
    this.page = page;
    this.flow = details.flow;
    this.reason = details.reason;
    this.claim = details.claim;
  }
}

/** Tells the hub, forgets the flow and sends the browser to a page without code or state (contract 2.1, step 5). */
export async function endConnect(
  ended: ConnectEnded,
  parts: { hub: HubClient; hubUrl: string; connectBase: URL; clearCookie: (flow: string) => string; log: Log },
): Promise<Response> {
  const { flow, reason, claim, page } = ended;
  parts.log("warn", "connect_ended", { flow, reason, page, cause: describeError(ended.cause) });
  if (flow !== undefined && reason !== undefined) {
    await parts.hub.refuseFlow(flow, { reason, ...(claim === undefined ? {} : { claim }) }).catch((cause) => {
      // A flow that is already over stays as it is (contract 2.1, step 5).
      parts.log("info", "refusal_without_effect", { flow, cause: describeError(cause) });
    });
  }
  const cookies = flow === undefined ? [] : [parts.clearCookie(flow)];
  if (page === "hub" && flow !== undefined) return seeOther(`${parts.hubUrl}/connect/${flow}/done`, cookies);
  return seeOther(`${parts.connectBase.origin}/connect/${page === "hub" ? "failed" : page}`, cookies);
}
