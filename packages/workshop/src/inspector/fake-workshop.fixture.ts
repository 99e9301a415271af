import type { Workshop, WorkshopView } from "@joinery/contract/workshop";
import { FACTS, HUB, INTEGRATION, SERVICE, USER } from "./recorded-connect.fixture.ts";

/** What a fake workshop was asked, oldest first. */
export type Calls = [method: string, ...args: unknown[]][];

export const VIEW: WorkshopView = {
  kind: "verified",
  hub: HUB,
  service: SERVICE,
  workshop: "http://127.0.0.1:4004",
  integration: {
    ...{ address: INTEGRATION, upstream: "http://localhost:4002", state: "running" },
    ...{ service_id: FACTS.service_id, auth_id: FACTS.auth_id, redirect_uris: [`${INTEGRATION}/connect/callback`] },
  },
  people: [
    { key: "ada", user_id: USER, name: "Ada Lovelace", account: "john.doe" },
    { key: "bob", user_id: "u-00000000-0000-4000-8000-00000000000b", name: "Bob Stone", account: "bob.stone" },
  ],
  faults: [],
};

/** A workshop that does nothing but remember what it was asked, and answer what it is told to. */
export function fakeWorkshop(answers: Partial<Workshop> = {}): { workshop: Workshop; calls: Calls } {
  const calls: Calls = [];
  const answered: Workshop = {
    describe: async () => VIEW,
    connect: async () => ({
      ...{ flow: "f-1", authorization_url: null, linked: [], waiting: null, problem: null },
      ...{ ended_at: `${HUB}/connect/f-1/done`, status: 200, reads: "Done" },
    }),
    disconnect: async () => ({ status: 200, receipt: null, problem: null }),
    finishDisconnects: async () => undefined,
    fileTicket: async () => ({ status: 201, headers: {}, body: "{}", duration_ms: 3, failure: null }),
    accounts: async () => [],
    send: async () => ({ status: 200, headers: {}, body: "", duration_ms: 1, failure: null }),
    liveGrants: async () => 2,
    ledger: async () => [],
    setFault: async () => undefined,
    clearFaults: async () => undefined,
    exchanges: async () => [],
    sendAgain: () => Promise.reject(new Error("There is no such exchange.")),
    exportFlow: () => Promise.reject(new Error("There is no such flow.")),
    replayFlow: async () => ({ same: true, steps: [] }),
    ...answers,
  };
  const remembered = Object.entries(answered).map(([name, method]) => [
    name,
    (...args: unknown[]) => {
      calls.push([name, ...args]);
      return Reflect.apply(method, undefined, args);
    },
  ]);
  return { workshop: Object.fromEntries(remembered) as Workshop, calls };
}
