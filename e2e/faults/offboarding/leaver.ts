import type { Counters } from "../world/counters.ts";
import { type FaultPerson, signIn } from "../world/person.ts";
import type { FaultWorld } from "../world/start-fault-world.ts";
import type { TokenRequests } from "./hold-token-requests.ts";
import { claimByHand, type HeldClaim, type OpenConnect, openConnects } from "./open-connects.ts";

/** Somebody who is about to leave, in the middle of everything. */
export interface Leaver {
  name: string;
  email: string;
  userId: string;
  /** Signed in with two browsers. */
  sessions: readonly [FaultPerson, FaultPerson];
  /** Their linked accounts, each with its grant at the service. */
  accounts: ReadonlyMap<string, string>;
  /** Connects that are not claimed yet. */
  open: readonly OpenConnect[];
  /** One that is claimed, and that nobody has saved. */
  claim: HeldClaim;
}

/** Accounts at the service that only leavers have. */
const ACCOUNTS = ["bob.stone", "eve.marsh", "mira.quinn"];

/** Adds somebody with two sessions, three linked accounts, and a connect in each state up to claimed. */
export async function addLeaver(world: FaultWorld, requests: TokenRequests, name: string): Promise<Leaver> {
  const { hub, registered } = world;
  const person = await world.addMember(name);
  const place = { hub, serviceId: registered.service_id, authId: registered.auth_id };
  const other = await signIn(place, person.userId);
  await Promise.all(ACCOUNTS.map((account) => connect(person, account)));
  const rows = await world.db
    .selectFrom("flows")
    .select(["flow_id", "linked_account_id"])
    .where("user_id", "=", person.userId)
    .where("state", "=", "completed")
    .execute();
  return {
    name,
    email: `${name.replace(" ", ".").toLowerCase()}@engines.example`,
    userId: person.userId,
    sessions: [person, other],
    accounts: new Map(rows.map((row) => [row.linked_account_id ?? "", requests.grantOf(row.flow_id) ?? ""])),
    open: await openConnects(world, other),
    claim: await claimByHand(world, person),
  };
}

async function connect(person: FaultPerson, account: string): Promise<void> {
  const { isDone, endedAt } = await person.connect(account);
  if (!isDone) throw new Error(`A connect of a leaver ended at ${endedAt}`);
}

/** Uses the linked accounts in every session, one after the other, until it is refused; answers what was said then. */
export function useAccounts(leaver: Leaver, counters: Counters): Promise<string[]> {
  const ids = [...leaver.accounts.keys()];
  async function use(person: FaultPerson, session: number): Promise<string> {
    for (let ticket = 1; ; ticket += 1) {
      const title = `${leaver.name}, ${session}, ${ticket}`;
      const { status, code } = await person.act("/tickets", {
        title,
        linked_account_id: ids[(ticket + session) % ids.length],
      });
      if (status === 401 || status === 0) return code;
      counters.count(status === 200 ? "tickets of leavers" : `tickets of leavers answered ${status}`);
    }
  }
  return Promise.all(leaver.sessions.map(use));
}
