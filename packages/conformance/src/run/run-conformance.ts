import type { Workshop } from "@joinery/contract/workshop";
import { Blocked, type Check, CouldNotRun, type Outcome } from "../check.ts";
import { CHECKS } from "../checks/all-checks.ts";
import type { ExpectedFailures } from "../expected-failures.ts";
import { ConformanceMisuse } from "../misuse.ts";
import { isProfile, PROFILES, type Profile } from "../profiles.ts";
import { type CheckResult, countResults, exitCodeOf, type Report } from "../report.ts";
import { LATEST_REQUIREMENTS, REQUIREMENTS, readRequirements } from "../requirements.ts";
import type { Target } from "../target/target.ts";
import { type Clock, createSession } from "./session.ts";

/** What is told while a run goes on. */
export type Progress =
  | { type: "begun"; check: Check; index: number; total: number }
  | { type: "done"; result: CheckResult; index: number; total: number };

/** What a run is made of. */
export interface ConformanceOptions {
  target: Target;
  /** What to ask; everything that can be asked of this target unless given. */
  profiles?: readonly string[];
  /** Name of a requirement set; the latest unless given. */
  requirements?: string;
  /** For checks with real accounts. */
  workshop?: Workshop;
  expectedFailures?: ExpectedFailures;
  /** Further narrows what is run, for example to what is harmless. */
  only?: (check: Check) => boolean;
  onProgress?: (progress: Progress) => void;
  clock?: Clock;
}

const systemClock: Clock = {
  now: () => new Date(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Runs the checks one after the other and reports. Never rejects because of an integration.
 *
 * @throws ConformanceMisuse for an unknown profile or requirement set
 */
export async function runConformance(options: ConformanceOptions): Promise<Report> {
  const { target, workshop, clock = systemClock, onProgress } = options;
  const requirements = readRequirements(options.requirements ?? LATEST_REQUIREMENTS);
  const profiles = options.profiles?.map(readProfile) ?? usualProfiles(target, workshop);
  const ids = new Set(profiles.flatMap((profile) => REQUIREMENTS[requirements][profile]));
  const checks = CHECKS.filter((check) => ids.has(check.id) && (options.only?.(check) ?? true));

  const session = createSession({ target, workshop, clock });
  const startedAt = clock.now();
  const started = performance.now();
  const results: CheckResult[] = [];
  let couldNotRun: string | null = null;
  for (const [index, check] of checks.entries()) {
    onProgress?.({ type: "begun", check, index, total: checks.length });
    const began = performance.now();
    const outcome = await outcomeOf(check, session);
    if (outcome instanceof CouldNotRun) {
      couldNotRun = outcome.message;
      break;
    }
    const result = toResult(check, withoutSecrets(outcome, target.secrets), {
      expectedFailure: options.expectedFailures?.get(check.id) ?? null,
      durationMs: Math.round(performance.now() - began),
    });
    results.push(result);
    onProgress?.({ type: "done", result, index, total: checks.length });
  }
  return {
    format: "joinery-conformance/1",
    requirements,
    profiles,
    target: { address: target.address, kind: target.kind },
    started_at: startedAt.toISOString(),
    duration_ms: Math.round(performance.now() - started),
    counts: countResults(results),
    results,
    could_not_run: couldNotRun,
    exit_code: exitCodeOf(results, couldNotRun),
  };
}

function readProfile(name: string): Profile {
  if (isProfile(name)) return name;
  throw new ConformanceMisuse(`There is no profile of that name; there are: ${Object.keys(PROFILES).join(", ")}.`);
}

function usualProfiles({ kind }: Target, workshop: Workshop | undefined): readonly Profile[] {
  if (workshop === undefined) return ["core"];
  const all = Object.keys(PROFILES) as Profile[];
  return all.filter((profile) => profile !== "verified" || kind === "verified");
}

async function outcomeOf(check: Check, session: ReturnType<typeof createSession>): Promise<Outcome | CouldNotRun> {
  try {
    return await check.run(session);
  } catch (error) {
    if (error instanceof CouldNotRun) return error;
    if (error instanceof Blocked) return { outcome: "blocked", why: error.message, because: error.because };
    // Refusals of a workshop say what to do; everything else here is a fault of ours and must not look like the integration's.
    const why = error instanceof Error ? error.message : "Something went wrong in the check itself.";
    return { outcome: "blocked", why, because: "surroundings" };
  }
}

/** What checks say is made of our own words; this is the second lock. */
function withoutSecrets<Value extends Outcome>(outcome: Value, secrets: readonly string[]): Value {
  const clean = (text: string) =>
    secrets.reduce((rest, secret) => (secret === "" ? rest : rest.replaceAll(secret, "•••")), text);
  return Object.fromEntries(Object.entries(outcome).map(([name, value]) => [name, clean(value)])) as Value;
}

function toResult(
  check: Check,
  outcome: Outcome,
  { expectedFailure, durationMs }: { expectedFailure: string | null; durationMs: number },
): CheckResult {
  const isFailed = outcome.outcome === "failed";
  const isBlocked = outcome.outcome === "blocked";
  return {
    id: check.id,
    profile: check.profile,
    sentence: check.sentence,
    page: `/checks/${check.id}`,
    outcome: outcome.outcome,
    expected: isFailed ? outcome.expected : null,
    got: isFailed ? outcome.got : null,
    note: isBlocked ? outcome.why : isFailed ? null : (outcome.note ?? null),
    blocked_because: isBlocked ? outcome.because : null,
    expected_failure: expectedFailure,
    duration_ms: durationMs,
  };
}
