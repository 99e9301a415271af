import type { Exchange, FlowFile, PersonKey, WorkshopView } from "@joinery/contract/workshop";

/** What a flow file is made from. */
export interface FlowToExport {
  flow: string;
  exchanges: readonly Exchange[];
  view: WorkshopView;
  at: Date;
}

/** Whether the flow was begun by Connect; others are made of single requests to the integration. */
export function hasConnect(exchanges: readonly Exchange[]): boolean {
  return exchanges.some(({ from, to, step, repeats }) => isConnect({ from, to, step }) && repeats === null);
}

/**
 * Makes a file of a flow. Exchanges are masked already; what the person did is read from them.
 *
 * @throws Error when nothing of that flow is kept
 */
export function exportFlow({ flow, exchanges, view, at }: FlowToExport): FlowFile {
  if (exchanges.length === 0)
    throw new Error("There is no such flow. The oldest ones are forgotten when there are many.");
  const person = view.people.find(({ user_id }) => exchanges.some((one) => one.user_id === user_id));
  const user: PersonKey = person?.key ?? "ada";
  return {
    format: "joinery-flow/1",
    exported_at: at.toISOString(),
    kind: view.kind,
    actions: {
      user,
      account: accountIn(exchanges) ?? person?.account ?? "",
      answer: exchanges.some(({ to, step }) => to === "service" && step === "Deny") ? "deny" : "allow",
      faults: [...new Set(exchanges.flatMap(({ fault }) => fault ?? []))],
    },
    exchanges: exchanges.map((exchange) => ({ ...exchange, flow })),
  };
}

function isConnect({ from, to, step }: Pick<Exchange, "from" | "to" | "step">): boolean {
  return from === "hub" && to === "integration" && step === "Connect";
}

/** The user name that was entered at Acme Desk last. */
function accountIn(exchanges: readonly Exchange[]): string | undefined {
  const logins = exchanges.filter(
    ({ to, step, response }) => to === "service" && step === "Log in" && response !== null,
  );
  return new URLSearchParams(logins.at(-1)?.request.body.text ?? "").get("username") ?? undefined;
}
