import type { Workshop } from "@joinery/contract/workshop";
import type { Profile } from "./profiles.ts";
import type { CheckSession } from "./run/session.ts";

/** What a page about a check shows. */
export interface CheckInfo {
  /** Public: `<profile>.<thing>.<what holds>`. Never renamed, never reused. */
  id: string;
  profile: Profile;
  /** Requirement set in which it appeared. */
  since: "1.0";
  /** What holds for every correct integration. */
  sentence: string;
  /** Why it must hold: what happens to somebody otherwise. */
  reason: string;
  /** An exchange or a few lines of code that are right. */
  example: string;
  /** What to do when it fails. */
  fix: string;
  /** Whether it may run against an integration that people use: it changes nothing and asks little. */
  harmless: boolean;
  /** `requests`: URL, ids and secret are enough. `workshop`: real accounts at the workshop's service. */
  needs: "requests" | "workshop";
}

/**
 * Why a check could not be run. `earlier-failure`: another check says what is wrong. `no-workshop`: it needs real accounts.
 * `kind`: it is about integrations of another kind. `surroundings`: something around the integration is not as it must be.
 */
export type BlockedBecause = "earlier-failure" | "no-workshop" | "kind" | "surroundings";

/** What a check found. `got` is made of statuses, types and names, never of received text. */
export type Outcome =
  | { outcome: "passed"; note?: string }
  | { outcome: "failed"; expected: string; got: string }
  | { outcome: "blocked"; why: string; because: BlockedBecause };

/** A check: words for people, and a run. */
export interface Check extends CheckInfo {
  run(session: CheckSession): Promise<Outcome>;
}

/** A check that is done with real accounts. */
export interface WorkshopCheck extends CheckInfo {
  run(session: CheckSession, workshop: Workshop): Promise<Outcome>;
}

/** Thrown where going on makes no sense; becomes the outcome of the check. */
export class Blocked extends Error {
  override readonly name = "Blocked";
  readonly because: BlockedBecause;

  constructor(because: BlockedBecause, why: string) {
    super(why);
    this.because = because;
  }
}

/** The whole run makes no sense; the message says what to do. */
export class CouldNotRun extends Error {
  override readonly name = "CouldNotRun";
}

export function passed(note?: string): Outcome {
  return note === undefined ? { outcome: "passed" } : { outcome: "passed", note };
}

export function failed(expected: string, got: string): Outcome {
  return { outcome: "failed", expected, got };
}

type Words = Pick<CheckInfo, "id" | "sentence" | "reason" | "example" | "fix">;

function profileOf(id: string): Profile {
  return id.split(".")[0] as Profile;
}

/** Defines a check that needs requests only; harmless unless said otherwise. */
export function defineCheck(check: Words & { harmless?: false; run: Check["run"] }): Check {
  return { harmless: true, ...check, profile: profileOf(check.id), since: "1.0", needs: "requests" };
}

const UNANSWERED = "Connect is not answered: see core.auth.in-time.";

/** Defines a check that links, uses and disconnects accounts in a workshop. */
export function defineWorkshopCheck({ run, ...words }: Words & { run: WorkshopCheck["run"] }): Check {
  return {
    ...words,
    profile: profileOf(words.id),
    since: "1.0",
    harmless: false,
    needs: "workshop",
    async run(session) {
      const { workshop } = session;
      if (workshop === undefined)
        throw new Blocked("no-workshop", "It needs a workshop with real accounts: run `joinery dev`.");
      // Every connect of a person would wait as long, and the cause is told already.
      if ((await session.firstConnect()).status === 0) throw new Blocked("earlier-failure", UNANSWERED);
      return run(session, workshop);
    },
  };
}
