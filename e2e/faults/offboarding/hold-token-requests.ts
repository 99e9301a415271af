import type { ExternalService } from "@joinery/workshop";

/** A token request that the service keeps waiting. */
export interface HeldRequest {
  /** Resolves when it waits: before the service does anything, or with the answer that nobody has read yet. */
  waits: Promise<void>;
  letGo(): void;
}

/** The token requests of a service: which grant each came to, and some of them held. */
export interface TokenRequests {
  /** The grant that the exchange of a flow came to, once the service has carried it out. */
  grantOf(flow: string): string | undefined;
  /** Holds the next token request of this flow, or of this person for an account they have. */
  hold(whose: string, moment: Moment): HeldRequest;
}

const COMES_WITHIN_MS = 60_000;

type Moment = "before it is carried out" | "with its answer";

/** Stands around every token request of a service; the integration has to say in a header for whom it asks. */
export function holdTokenRequests(service: ExternalService): TokenRequests {
  const grants = new Map<string, string>();
  const holds = new Map<string, { moment: Moment; wait: () => Promise<void> }>();

  service.aroundTokenRequests(async ({ headers }, carryOut) => {
    const flow = String(headers["x-test-flow"] ?? "");
    const whose = flow === "" ? String(headers["x-test-person"]) : flow;
    const held = holds.get(whose);
    holds.delete(whose);
    if (held?.moment === "before it is carried out") await held.wait();
    const { grantId } = await carryOut();
    if (flow !== "" && grantId !== null) grants.set(flow, grantId);
    if (held?.moment === "with its answer") await held.wait();
    return "answer";
  });

  return {
    grantOf: (flow) => grants.get(flow),
    hold(whose, moment) {
      const waits = Promise.withResolvers<void>();
      const isOver = Promise.withResolvers<void>();
      const refuse = () => waits.reject(new Error(`No token request came for ${whose}.`));
      const timer = setTimeout(refuse, COMES_WITHIN_MS);
      const wait = () => {
        clearTimeout(timer);
        waits.resolve();
        return isOver.promise;
      };
      holds.set(whose, { moment, wait });
      return { waits: waits.promise, letGo: isOver.resolve };
    },
  };
}
