import type { ServerResponse } from "node:http";
import type { Receipt } from "@joinery/contract";
import type { AdminDisconnectsView } from "@joinery/contract/pages";
import { json } from "../testing/fake-integration.ts";
import { dataOf, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";
import { type DisconnectRow, findDisconnect } from "./store.ts";

export const HOUR = 3600;

/** Bob's account at an integration that answers as the test says, and what can be seen of its disconnect. */
export interface Promised extends AsyncDisposable {
  hub: TestHub;
  desk: TestIntegration;
  account: string;
  /** How the integration answers Disconnect from now on. */
  answer(respond: (response: ServerResponse) => unknown): void;
  /** How often it has been told. */
  told(): number;
  press(): Promise<Receipt>;
  receipt(): Promise<Receipt>;
  row(): Promise<DisconnectRow>;
  /** Lets the clock run up to the next attempt, and does what is due. Answers how many seconds that took. */
  untilNext(): Promise<number>;
  /** The administrator's list; the clock may have outlived every session, so each time somebody signs in anew. */
  list(): Promise<AdminDisconnectsView>;
  /** Presses a button of the administrator's list. */
  administer(button: "retry" | "finish", body?: unknown): Promise<Response>;
}

/** Links an account of Bob's. */
export async function promised(): Promise<Promised> {
  const hub = await startHub({ connectorLimits: { namedCall: { timeoutMs: 2_000, maxBytes: 64 * 1024 } } });
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const { db, clock } = hub.hub.context;
  let tabs = 0;
  const ada = () => hub.as("ada", `tab ${tabs++}`);
  const well = desk.server.respond;

  async function row(): Promise<DisconnectRow> {
    const found = await findDisconnect(db, { organisationId: hub.organisationId, linkedAccountId: account });
    if (found === undefined) throw new Error("There is no disconnect.");
    return found;
  }
  return {
    hub,
    desk,
    account,
    row,
    answer(respond) {
      desk.server.respond = (request, response) =>
        request.method === "DELETE" ? respond(response) : well(request, response);
    },
    told: () => desk.server.received.filter(({ method }) => method === "DELETE").length,
    press: async () => dataOf(await hub.as("bob").delete(`/connector/${desk.service_id}/linked-accounts/${account}`)),
    receipt: async () => dataOf(await hub.as("bob", `tab ${tabs++}`).get(`/api/accounts/${account}/receipt`)),
    async untilNext() {
      const { next_attempt_at } = await row();
      const seconds = ((next_attempt_at?.getTime() ?? Number.NaN) - clock().getTime() + 10) / 1000;
      hub.advance(Math.max(seconds, 0));
      await hub.work();
      return seconds;
    },
    list: async () => dataOf(await ada().get("/api/admin/disconnects")),
    administer: (button, body) => ada().post(`/api/admin/disconnects/${account}/${button}`, body),
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

/** Refuses to acknowledge. */
export const fails = (response: ServerResponse) => json(response, 500, {});
/** Acknowledges, and says that the grant is withdrawn. */
export const acknowledges = (response: ServerResponse) => json(response, 200, { revocation: "revoked" });
