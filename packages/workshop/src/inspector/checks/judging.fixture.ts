import { FACTS, hubHeaders, INTEGRATION, SECRETS } from "../recorded-connect.fixture.ts";
import { createRecorder, type ExchangeDraft } from "../recorder.ts";
import type { WorkshopFacts } from "../seen.ts";

const START = Date.parse("2026-03-01T10:00:00Z");
/** Where Connect goes. */
export const AUTH = `/auth/${FACTS.auth_id}`;
export const FLOW = "f-00000000-0000-4000-8000-000000000009";

/** A recorder with its clock, and short ways to record. */
export function startJudging(facts: Partial<WorkshopFacts> = {}) {
  const time = { now: START };
  const known = { ...FACTS, ...facts };
  const recorder = createRecorder({
    clock: () => new Date(time.now),
    secrets: [SECRETS.proxySecret],
    facts: () => known,
  });
  const fromHub = (method: string, path: string, headers = hubHeaders(method, path), body = "") =>
    recorder.begin({ from: "hub", to: "integration", method, url: `${INTEGRATION}${path}`, headers, body });
  const record = (draft: Omit<ExchangeDraft, "headers"> & { headers?: Record<string, string> }) =>
    recorder.begin({ headers: {}, ...draft });
  return { recorder, time, fromHub, record };
}

/** What failed beside an exchange, as `id: got`. */
export function failures({ checks }: { checks: readonly { id: string; passed: boolean; got?: string }[] }) {
  return checks.filter(({ passed }) => !passed).map(({ id, got }) => `${id}: ${got}`);
}

export const JSON_TYPE = { "content-type": "application/json" };
/** A right answer to Connect. */
export const leadsTo = (authorization_url: string) =>
  JSON.stringify({ code: "OK", message: "OK", data: { authorization_url } });
