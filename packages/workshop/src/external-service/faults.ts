import { FAULTS, type FaultId } from "@joinery/contract/workshop";
import type { KoaContextWithOIDC } from "oidc-provider";
import { FaultRefusal } from "../faults/passing-request.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";
import { findPersonByUsername, PEOPLE, type Person } from "./people.ts";
import { markShaped } from "./shaped-by.ts";

/** The switches of everything that Acme Desk can do wrong on purpose: the faults of `FAULTS` whose side is `service`. */
export interface ServiceFaults {
  /**
   * Switches a fault. One of kind `once` happens when it is switched on, and is never active.
   *
   * @throws FaultRefusal when it is not a fault of Acme Desk
   */
  set(id: FaultId, on: boolean): Promise<void>;
  /** Switches everything off. */
  clear(): void;
  /** What is on, in the order in which it was switched on; what `answerSlowly` does has no id, and is in the labels only. */
  active(): FaultId[];
  /** Tells about every change of `active`; answers what ends that. */
  onChange(listener: (active: readonly FaultId[]) => void): () => void;
}

/** A fault as pages and headers name it. */
export interface FaultLabel {
  id: string;
  title: string;
}

/** What Acme Desk itself asks of its faults. */
export interface FaultControl extends ServiceFaults {
  isOn(id: FaultId): boolean;
  labels(): readonly FaultLabel[];
  /** How long an answer waits, in milliseconds, and the fault that wants it. */
  delay(): { ms: number; label: FaultLabel } | undefined;
  /** Lets every answer of the endpoints take that long; 0 ends it. */
  answerSlowly(ms: number): void;
  /** Lets everybody who logs in come back as this person (user name). */
  loginAs(username: string): void;
  /** Who somebody is after a right password. */
  whoComesBack(ctx: KoaContextWithOIDC, person: Person): Person;
  /** Says in ledger and answer that a fault has shaped it. */
  acted(ctx: KoaContextWithOIDC, id: string, what: string, parties?: Parties): void;
}

/** Whom a line of the ledger is about, as far as it is known. */
type Parties = Partial<Pick<LedgerEntry, "clientId" | "account" | "grantId">>;

/** How long the slow faults take, in milliseconds. */
export type SlowFaultDelays = Readonly<Record<"slow-6s" | "slow-30s", number>>;

/** What happens at the moment a fault is switched. */
export interface FaultEffects {
  /** Answers how many there were. */
  expireAccessTokens(): number;
  /** Answers how many there were. */
  revokeGrants(): Promise<number>;
  /** Logs out everybody but, or only, the person. */
  endSessions(whose: { but: Person } | { of: Person }): void;
}

/** What the switches need. */
export interface FaultDeps {
  ledger: Ledger;
  effects: FaultEffects;
  delays?: SlowFaultDelays | undefined;
}

const DELAYS: SlowFaultDelays = { "slow-6s": 6_000, "slow-30s": 30_000 };
/** Who comes back while `other-account` is on. */
const OTHER = "mira.quinn";

/** Creates the switches, all off. They are not kept between runs: what starts anew starts well. */
export function createServiceFaults({ ledger, effects, delays = DELAYS }: FaultDeps): FaultControl {
  const on = new Set<FaultId>();
  const listeners = new Set<(active: readonly FaultId[]) => void>();
  let slowMs = 0;
  let other = getPerson(OTHER);

  function record(id: string, what: string, parties: Parties = {}): void {
    const nobody = { clientId: null, account: null, grantId: null };
    ledger.record({ kind: "fault", ...nobody, ...parties, detail: `${id}: ${what}` });
  }

  const acted: FaultControl["acted"] = (ctx, id, what, parties) => {
    record(id, what, parties);
    markShaped(ctx, id);
  };

  function tell(): void {
    for (const listener of listeners) listener([...on]);
  }

  function switchOn(id: FaultId): void {
    if (on.has(id)) return;
    on.add(id);
    record(id, "on");
    tell();
  }

  function switchOff(id: FaultId): void {
    if (!on.delete(id)) return;
    if (id === "other-account") effects.endSessions({ of: other });
    record(id, "off");
    tell();
  }

  function loginAs(username: string): void {
    const person = getPerson(username);
    switchOff("other-account");
    other = person;
    effects.endSessions({ but: other });
    switchOn("other-account");
  }

  function answerSlowly(ms: number): void {
    if (!(ms >= 0)) throw new FaultRefusal("An answer can't come before the question: give 0 or more milliseconds.");
    if (ms === slowMs) return;
    slowMs = ms;
    record("slow", ms === 0 ? "off" : `on, ${ms} ms`);
  }

  async function happen(id: "token-expired" | "grant-revoked"): Promise<void> {
    if (id === "token-expired") record(id, `${effects.expireAccessTokens()} access tokens`);
    else record(id, `${await effects.revokeGrants()} grants`);
  }

  function delay(): { ms: number; label: FaultLabel } | undefined {
    const wanted = [
      { ms: slowMs, label: slowLabel(slowMs) },
      ...(["slow-6s", "slow-30s"] as const).map((id) => ({ ms: on.has(id) ? delays[id] : 0, label: labelOf(id) })),
    ];
    return wanted.filter(({ ms }) => ms > 0).sort((left, right) => right.ms - left.ms)[0];
  }

  return {
    async set(id, isOn) {
      if (FAULTS[id].side !== "service") {
        throw new FaultRefusal(`“${FAULTS[id].title}” is no fault of Acme Desk. Switch it in the workshop.`);
      }
      if (id === "token-expired" || id === "grant-revoked") return isOn ? await happen(id) : undefined;
      if (!isOn) return switchOff(id);
      return id === "other-account" ? loginAs(OTHER) : switchOn(id);
    },
    clear() {
      answerSlowly(0);
      for (const id of on) switchOff(id);
    },
    active: () => [...on],
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    isOn: (id) => on.has(id),
    labels: () => [...[...on].map(labelOf), ...(slowMs > 0 ? [slowLabel(slowMs)] : [])],
    delay,
    answerSlowly,
    loginAs,
    whoComesBack(ctx, person) {
      if (!on.has("other-account") || person.subject === other.subject) return person;
      acted(ctx, "other-account", `${person.username} came back as ${other.username}`, { account: other.username });
      return other;
    },
    acted,
  };
}

function labelOf(id: FaultId): FaultLabel {
  return { id, title: FAULTS[id].title };
}

function slowLabel(ms: number): FaultLabel {
  return { id: "slow", title: `Slow: ${ms} milliseconds` };
}

function getPerson(username: string): Person {
  const person = findPersonByUsername(username);
  if (person !== undefined) return person;
  const known = PEOPLE.map((one) => one.username).join(", ");
  throw new FaultRefusal(`Nobody at Acme Desk has the user name you gave. There are ${known}.`);
}
