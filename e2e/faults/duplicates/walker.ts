import type { FaultPerson } from "../world/person.ts";
import type { FaultWorld } from "../world/start-fault-world.ts";
import { until } from "../world/until.ts";

/** The two accounts that each of two people has at the service. */
export type Label = "first" | "second";
export const LABELS = ["first", "second"] as const;

/** Somebody who goes the journey; only the names differ from the other one's. */
export interface Walker {
  person: FaultPerson;
  /** Their user names at the service. */
  names: Record<Label, string>;
  connect(label: Label, how?: { reconnects?: Label; presses?: "Allow" | "Deny" }): Promise<void>;
  cancel(): Promise<void>;
  /** Lets the integration do something with an account. */
  fileTicket(label: Label): Promise<void>;
  /** Their integration says that an account must be connected again, or that it need not. */
  report(label: Label, isBroken: boolean): Promise<void>;
  dismissAll(): Promise<void>;
  choose(label: Label, choice: string): Promise<void>;
  disconnect(label: Label): Promise<void>;
  /** Their integration deletes the linked account of its own accord. */
  deleteByIntegration(label: Label): Promise<void>;
  /** Waits until everybody has been told of what is being removed. */
  settle(): Promise<void>;
}

/** Makes a walker of a person. */
export function createWalker(world: FaultWorld, person: FaultPerson, names: Record<Label, string>): Walker {
  const { db, hub, registered } = world;
  let tickets = 0;
  const accounts = `/v2/user/${person.userId}/linked-accounts`;

  async function find(label: Label) {
    return db
      .selectFrom("linked_accounts")
      .select(["linked_account_id as id", "version"])
      .where("user_id", "=", person.userId)
      .where("external_account_id", "=", names[label])
      .where("state", "in", ["pending", "active", "attention"])
      .executeTakeFirstOrThrow(() => new Error(`${names[label]} is not linked`));
  }

  async function asIntegration(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
    const authorization = `Bearer ${registered.api_token}`;
    const reply = await fetch(`${hub}${path}`, {
      method,
      headers: { authorization, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    await reply.arrayBuffer();
  }

  return {
    person,
    names,
    async connect(label, { reconnects, presses = "Allow" } = {}) {
      const broken = reconnects === undefined ? undefined : (await find(reconnects)).id;
      const { isDone, endedAt } = await person.connect(names[label], { reconnects: broken, presses });
      if (!isDone) throw new Error(`A connect ended at ${endedAt}`);
    },
    async cancel() {
      const path = `/connector/${registered.service_id}/auth/${registered.auth_id}`;
      const { data } = await person.ask<{ flow: string }>("POST", path, {});
      await person.ask("POST", `/connect/${data.flow}/cancel`, {});
    },
    async fileTicket(label) {
      tickets += 1;
      await person.act("/tickets", { title: `Ticket ${tickets}`, linked_account_id: (await find(label)).id });
    },
    async report(label, isBroken) {
      const { id, version } = await find(label);
      const body = { requires_reauthentication: isBroken };
      await asIntegration("PATCH", `${accounts}/${id}`, body, { "if-match": `"${version}"` });
    },
    async dismissAll() {
      const { data } = await person.ask<{ notices: { notice_id: string }[] }>("GET", "/api/notices");
      for (const { notice_id } of data.notices) await person.ask("DELETE", `/api/notices/${notice_id}`);
    },
    async choose(label, choice) {
      await person.ask("POST", `/api/accounts/${(await find(label)).id}/choice`, { choice });
    },
    async disconnect(label) {
      await person.disconnect((await find(label)).id);
    },
    async deleteByIntegration(label) {
      await asIntegration("DELETE", `${accounts}/${(await find(label)).id}`, { revocation: "not_supported" });
    },
    async settle() {
      const open = db
        .selectFrom("disconnects")
        .select(["linked_account_id", "last_problem"])
        .where("user_id", "=", person.userId)
        .where("acknowledgement", "is", null);
      await until(
        "everybody has been told",
        () => open.execute(),
        (rows) => rows.length === 0,
      );
    },
  };
}
