import type {
  FaultId,
  PersonKey,
  Workshop,
  WorkshopAccount,
  WorkshopConnect,
  WorkshopConnectOutcome,
  WorkshopPerson,
} from "@joinery/contract/workshop";
import { Blocked } from "../check.ts";

/** An account that a check has linked for itself. */
export interface Linked {
  person: PersonKey;
  /** Id of the person in the hub. */
  userId: string;
  /** User name at the service. */
  account: string;
  /** Id of the linked account. */
  id: string;
  /** Live grants of the service's account before it was linked: the developer may have some of their own. */
  grantsBefore: number;
}

/** Who is asked first: Ada is who a developer tries things with. */
const ASKED_FIRST: readonly PersonKey[] = ["eve", "bob", "ada"];

/**
 * Gives a check a workshop of its own for a while: somebody without accounts, no faults; and puts back what it changed,
 * whatever becomes of it.
 *
 * @throws Blocked when faults are on, or nobody is without accounts
 */
export async function borrow<Result>(workshop: Workshop, use: (guest: Guest) => Promise<Result>): Promise<Result> {
  const { faults, people, hub } = await workshop.describe();
  if (faults.length > 0) {
    throw new Blocked("surroundings", "Faults are switched on in the workshop. Switch them off, then run again.");
  }
  const free = await findFree(workshop, people);
  const switched = new Set<FaultId>();
  const made: Loan["made"] = [];
  try {
    return await use(createGuest(workshop, { hub, people, free, switched, made }));
  } finally {
    for (const fault of switched) await workshop.setFault(fault, false);
    // Asked once more even when it was disconnected before: a disconnect that was not acknowledged keeps people busy.
    for (const account of made) await disconnect(workshop, people, account);
  }
}

async function disconnect(
  workshop: Workshop,
  people: readonly WorkshopPerson[],
  { user_id: userId, linked_account_id: id }: Pick<WorkshopAccount, "user_id" | "linked_account_id">,
): Promise<void> {
  const person = people.find(({ user_id }) => user_id === userId);
  if (person === undefined) return;
  await workshop.disconnect(person.key, id);
  // What is never acknowledged is told by the checks of revoke; the other checks must not wait for it.
  await workshop.finishDisconnects(person.key);
}

/** What a check may do in a borrowed workshop. */
export interface Guest {
  /** Origin of the hub. */
  hub: string;
  /** People who had no account when the check began. */
  people: readonly WorkshopPerson[];
  /** Links an account for somebody without one. @throws Blocked when that does not work at all */
  link(how?: Omit<Partial<WorkshopConnect>, "reconnect">): Promise<Linked>;
  /** Presses Connect, whatever comes of it. */
  connect(how?: Partial<WorkshopConnect>): Promise<WorkshopConnectOutcome>;
  /** Disconnects an account and waits for nobody. */
  disconnect(account: Pick<WorkshopAccount, "user_id" | "linked_account_id">): Promise<void>;
  /** Switches a fault on while something is done. */
  during<Result>(fault: FaultId, act: () => Promise<Result>): Promise<Result>;
  /** The account as the hub has it now; undefined when it is no longer in the list. */
  find(linked: Linked): Promise<WorkshopAccount | undefined>;
  /** Whether the grant of a linked account still works at the service. */
  isAlive(linked: Pick<Linked, "account" | "grantsBefore">): Promise<boolean>;
}

interface Loan {
  hub: string;
  people: readonly WorkshopPerson[];
  free: readonly WorkshopPerson[];
  switched: Set<FaultId>;
  /** Everything that was linked, to be disconnected at the end. */
  made: Pick<WorkshopAccount, "user_id" | "linked_account_id">[];
}

function createGuest(workshop: Workshop, { hub, people, free, switched, made }: Loan): Guest {
  /** An earlier disconnect that never ended keeps a person busy; then somebody else is asked. */
  async function connect(how: Partial<WorkshopConnect> = {}): Promise<WorkshopConnectOutcome> {
    const candidates = how.user === undefined ? free.map(({ key }) => key) : [how.user];
    for (const user of candidates) {
      const outcome = await workshop.connect({ user, ...how });
      made.push(...outcome.linked, ...(outcome.waiting === null ? [] : [outcome.waiting]));
      if (outcome.problem?.code !== "DISCONNECT_IN_PROGRESS") return outcome;
    }
    throw new Blocked("earlier-failure", "Earlier disconnects have not ended: see the checks of revoke.");
  }

  async function link(how: Omit<Partial<WorkshopConnect>, "reconnect"> = {}): Promise<Linked> {
    const before = new Map<string, number>();
    const accounts = how.account === undefined ? people.map(({ account }) => account) : [how.account];
    for (const account of accounts) before.set(account, await workshop.liveGrants(account));
    const [linked] = (await connect(how)).linked;
    if (linked === undefined) {
      throw new Blocked("earlier-failure", "No account could be linked: see core.consent.links.");
    }
    const person = people.find(({ user_id }) => user_id === linked.user_id);
    if (person === undefined) throw new Blocked("earlier-failure", "The account was linked to somebody unknown.");
    const account = how.account ?? person.account;
    const grantsBefore = before.get(account) ?? 0;
    return { person: person.key, userId: person.user_id, account, id: linked.linked_account_id, grantsBefore };
  }

  return {
    hub,
    people: free,
    connect,
    link,
    disconnect: (account) => disconnect(workshop, people, account),
    async during(fault, act) {
      switched.add(fault);
      await workshop.setFault(fault, true);
      try {
        return await act();
      } finally {
        await workshop.setFault(fault, false);
        switched.delete(fault);
      }
    },
    async find({ person, id }) {
      const accounts = await workshop.accounts(person);
      return accounts.find(({ linked_account_id }) => linked_account_id === id);
    },
    isAlive: async ({ account, grantsBefore }) => (await workshop.liveGrants(account)) > grantsBefore,
  };
}

async function findFree(workshop: Workshop, people: readonly WorkshopPerson[]): Promise<readonly WorkshopPerson[]> {
  const inOrder = ASKED_FIRST.flatMap((key) => people.filter((person) => person.key === key));
  const free: WorkshopPerson[] = [];
  for (const person of inOrder) if ((await workshop.accounts(person.key)).length === 0) free.push(person);
  if (free.length > 0) return free;
  throw new Blocked("surroundings", "Everybody in the workshop has linked accounts. Disconnect those of one person.");
}
