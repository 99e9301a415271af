import type { FlowStatus, Receipt } from "@joinery/contract";
import type {
  PersonKey,
  Workshop,
  WorkshopAccount,
  WorkshopAnswer,
  WorkshopConnect,
  WorkshopConnectOutcome,
  WorkshopKind,
  WorkshopSend,
  WorkshopView,
} from "@joinery/contract/workshop";
import type { ExternalService } from "../external-service/start-external-service.ts";
import { FaultRefusal, type HubMeans } from "../faults/passing-request.ts";
import { varyRequest } from "../faults/vary-request.ts";
import { readAccounts } from "./accounts.ts";
import { bendRequest } from "./bend-request.ts";
import type { WorkshopFacts } from "./facts.ts";
import type { FaultSwitches } from "./fault-switches.ts";
import { finishDisconnects } from "./finish-disconnects.ts";
import { forgetConnects } from "./forget-connects.ts";
import { buildHubRequest, type HubVoice } from "./hub-request.ts";
import { sendWithin, textAnswer } from "./send-within.ts";
import type { Tap } from "./tap.ts";
import type { Visitor } from "./visitor.ts";
import { type WalkedConnect, walkConnect, wordsOf } from "./walk-connect.ts";

/** What a workshop in this process is made of. */
export interface LocalParts {
  kind: WorkshopKind;
  facts: WorkshopFacts;
  voice: HubVoice;
  means: HubMeans;
  hubUrl: string;
  service: ExternalService;
  tap: Tap;
  faults: FaultSwitches;
  visitorOf(key: PersonKey): Promise<Visitor>;
  describe(): Promise<WorkshopView>;
}

/** What a workshop does itself; exchanges and what is made of them belong to the inspector. */
export type WorkshopActs = Omit<Workshop, "exchanges" | "sendAgain" | "exportFlow" | "replayFlow">;

const SEND_WITHIN_MS = 15_000;

/** The workshop of this process: presses, walks and looks, through the same addresses that people use. */
export function createLocalWorkshop(parts: LocalParts): WorkshopActs {
  const { facts, service, voice, hubUrl, faults } = parts;
  const { service_id: serviceId, auth_id: authId, api_token: apiToken } = facts.integration;
  const { visitorOf } = parts;
  const accounts = (key: PersonKey) => readAccounts(voice.hub, { hubUrl, apiToken, userId: facts.people[key] });

  async function connect(request: WorkshopConnect): Promise<WorkshopConnectOutcome> {
    refuseStranger(request.account, service);
    const { user } = request;
    const watched = [...new Set([user, request.openedBy ?? user, request.readdressed ?? user])];
    const before = (await Promise.all(watched.map(accounts))).flat();
    const starter = await visitorOf(request.user);
    const opener = request.openedBy === undefined ? starter : await visitorOf(request.openedBy);
    const place = { service: service.issuer, serviceId, authId };
    const readdressedTo = request.readdressed === undefined ? undefined : facts.people[request.readdressed];
    const ask = async () => {
      await forgetConnects(voice.hub, { ...facts, userId: facts.people[request.user] });
      return (await send({ method: "POST", path: `/auth/${authId}`, user: request.user })).body;
    };
    const walked = await walkConnect(place, request, { starter, opener, ask, readdressedTo });
    const after = (await Promise.all(watched.map(accounts))).flat();
    const status = await statusOf(starter, walked);
    const linked = newOnes(before, after);
    return outcomeOf(walked, { status, linked, waiting: waitingOf(status, facts.people[user], after) });
  }

  async function statusOf(starter: Visitor, { started }: WalkedConnect): Promise<FlowStatus | null> {
    if (started === null || parts.kind !== "verified") return null;
    return (await starter.ask("GET", `/connect/${started.flow}`)).data as FlowStatus | null;
  }

  async function send(request: WorkshopSend): Promise<WorkshopAnswer> {
    const right = await buildHubRequest(voice, {
      ...request,
      userId: request.user_id ?? facts.people[request.user],
    });
    const { requests, answer } = await varyRequest(right, request, parts.means);
    const answers: WorkshopAnswer[] = [];
    for (const each of requests) {
      answers.push(
        await sendWithin(request.timeout_ms ?? SEND_WITHIN_MS, () => parts.tap.send("hub", bendRequest(each, request))),
      );
    }
    const chosen = answer === "first" ? answers[0] : answers.at(-1);
    if (chosen === undefined) throw new Error("Nothing was sent.");
    return chosen;
  }

  return {
    describe: parts.describe,
    connect,
    send,
    accounts,
    async disconnect(user, linkedAccountId) {
      const visitor = await visitorOf(user);
      const path = `/connector/${serviceId}/linked-accounts/${encodeURIComponent(linkedAccountId)}`;
      const { status, data, problem } = await visitor.ask("DELETE", path);
      return { status, receipt: problem === null ? (data as Receipt) : null, problem };
    },
    finishDisconnects: (user) => finishDisconnects(voice.hub, { ...facts, userId: facts.people[user] }),
    async fileTicket(user, ticket) {
      const visitor = await visitorOf(user);
      const startedAt = performance.now();
      const reply = await visitor.fetch("POST", `/connector/${serviceId}/tickets`, ticket);
      return textAnswer(reply, startedAt);
    },
    liveGrants: async (account) => service.liveGrants(account),
    ledger: async (query = {}) => service.ledger.entries(query),
    setFault: (fault, on) => faults.set(fault, on),
    clearFaults: async () => faults.clear(),
  };
}

/** With an unknown name every log-in would only be asked for again. */
function refuseStranger(account: string | undefined, { accounts }: ExternalService): void {
  if (account === undefined || accounts.some(({ username }) => username === account)) return;
  const known = accounts.map(({ username }) => username).join(", ");
  throw new FaultRefusal(`Nobody at Acme Desk has the user name you gave. There are ${known}.`);
}

function outcomeOf(
  { pressed, started, end }: WalkedConnect,
  { status, ...came }: { status: FlowStatus | null } & Pick<WorkshopConnectOutcome, "linked" | "waiting">,
): WorkshopConnectOutcome {
  const ended =
    status !== null && status.state !== "completed" ? { code: status.state, sentence: status.reason ?? "" } : null;
  return {
    flow: started?.flow ?? null,
    authorization_url: started?.authorization_url ?? null,
    ...came,
    problem: pressed.problem ?? ended,
    ended_at: end === null ? "" : `${end.url.origin}${end.url.pathname}`,
    status: end?.status ?? pressed.status,
    reads: end === null ? (pressed.problem?.sentence ?? "") : wordsOf(end.html),
  };
}

/** An account that a flow has brought and that no list of the integration shows. */
function waitingOf(
  status: FlowStatus | null,
  userId: string,
  accounts: readonly WorkshopAccount[],
): WorkshopConnectOutcome["waiting"] {
  const id = status?.state === "completed" ? status.linked_account_id : null;
  if (id === null || accounts.some(({ linked_account_id }) => linked_account_id === id)) return null;
  return { user_id: userId, linked_account_id: id };
}

function newOnes(before: readonly WorkshopAccount[], after: readonly WorkshopAccount[]): readonly WorkshopAccount[] {
  const known = new Set(before.map(({ linked_account_id }) => linked_account_id));
  return after.filter(({ linked_account_id }) => !known.has(linked_account_id));
}
