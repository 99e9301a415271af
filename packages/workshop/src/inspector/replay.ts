import { FORWARDED_REQUEST_HEADERS } from "@joinery/contract";
import {
  type Exchange,
  FAULTS,
  type FaultId,
  type FlowFile,
  isFaultId,
  type PersonKey,
  type ReplayReport,
  type Workshop,
  type WorkshopView,
} from "@joinery/contract/workshop";
import { compareSteps } from "./compare-steps.ts";
import { hasConnect } from "./flow-file.ts";

/** As much of a workshop as a replay presses. */
export type Replayable = Pick<Workshop, "connect" | "send" | "setFault" | "describe" | "exchanges">;

/**
 * Does again what the person of a flow did, with the same faults, and compares what happened then and now.
 *
 * @throws Error whose message says why it can't be replayed here
 */
export async function replayFlow(file: FlowFile, workshop: Replayable): Promise<ReplayReport> {
  const view = await workshop.describe();
  const { kind } = view;
  if (kind !== file.kind) {
    throw new Error(`This flow was recorded with the kind "${file.kind}", and this workshop runs as "${kind}".`);
  }
  const last = (await workshop.exchanges()).at(-1)?.id;
  if (hasConnect(file.exchanges)) await connectAgain(file, workshop, view);
  else await sendEach(file, workshop, view);
  const since = await workshop.exchanges(last === undefined ? {} : { after: last });
  return compareSteps(file.exchanges, sameKind(file, since));
}

/** The faults of the file are on for as long as the connect takes; those that were on already stay. */
async function connectAgain({ actions }: FlowFile, workshop: Replayable, view: WorkshopView): Promise<void> {
  const wanted = actions.faults.filter(isFaultId).filter(isSwitch);
  const missing = wanted.filter((fault) => !view.faults.includes(fault));
  const user = personIn(view, actions.user);
  try {
    for (const fault of missing) await workshop.setFault(fault, true);
    const { account, answer } = actions;
    await workshop.connect({ user, answer, ...(account === "" ? {} : { account }) });
  } finally {
    for (const fault of missing) await workshop.setFault(fault, false);
  }
}

function personIn({ people }: WorkshopView, key: string): PersonKey {
  const person = people.find((one) => one.key === key);
  if (person === undefined) throw new Error("The person of this flow is nobody of this workshop.");
  return person.key;
}

function isSwitch(fault: FaultId): boolean {
  return FAULTS[fault].kind === "switch";
}

async function sendEach({ exchanges, actions }: FlowFile, workshop: Replayable, view: WorkshopView): Promise<void> {
  const requests = exchanges.filter(({ from, to }) => from === "hub" && to === "integration");
  if (requests.length === 0) throw new Error("There is no Connect in this flow and no request to the integration.");
  const user = personIn(view, actions.user);
  const base = URL.parse(view.integration.address)?.pathname.replace(/\/$/, "") ?? "";
  for (const { request } of requests) {
    const url = URL.parse(request.url);
    if (url === null) throw new Error("An address in this file can't be read.");
    const path = `${url.pathname.slice(url.pathname.startsWith(`${base}/`) ? base.length : 0)}${url.search}`;
    const { text } = request.body;
    const headers = Object.fromEntries(request.headers.filter(([name]) => isForwarded(name)));
    await workshop.send({
      method: request.method,
      path,
      user,
      headers,
      ...(text === null || text === "" ? {} : { body: text }),
    });
  }
}

function isForwarded(name: string): boolean {
  return FORWARDED_REQUEST_HEADERS.some((forwarded) => forwarded === name);
}

/** Of everything that has happened since, what belongs to the same kind of flow: one connect, or the requests. */
function sameKind(file: FlowFile, since: readonly Exchange[]): readonly Exchange[] {
  if (!hasConnect(file.exchanges)) {
    const parties = new Set(file.exchanges.map(({ from, to }) => `${from} ${to}`));
    return since.filter(({ from, to }) => parties.has(`${from} ${to}`));
  }
  const flow = since.find(({ from, to, step }) => from === "hub" && to === "integration" && step === "Connect")?.flow;
  return since.filter((one) => flow !== undefined && flow !== null && one.flow === flow);
}
