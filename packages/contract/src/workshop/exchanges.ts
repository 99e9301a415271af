/** The four parties of a connect. */
export type Party = "hub" | "integration" | "browser" | "service";

/** A body as the inspector keeps it: text with secrets masked, or only its size and type. */
export interface RecordedBody {
  /** Without parameters, for example `application/json`; empty when there was no body. */
  type: string;
  bytes: number;
  /** Null when it is not text, or too long to keep. */
  text: string | null;
}

/** Header names in lower case with their values; secrets are masked. */
export type RecordedHeaders = readonly (readonly [name: string, value: string])[];

/** One thing that was looked at, beside the exchange it was seen in. */
export interface ExchangeCheck {
  /** Of a conformance check, or a code of the catalogue, or a rule of the inspector. */
  id: string;
  /** What must hold, in one sentence. */
  sentence: string;
  passed: boolean;
  /** What was seen instead; never a secret. */
  got?: string;
  /** Page that explains it, relative to the workshop's address, for example `/checks/core.auth.envelope`. */
  page: string;
}

/** One request between two of the four parties, and its answer. */
export interface Exchange {
  /** `x-<number>`, counted from the start of the workshop. */
  id: string;
  /** ISO 8601. */
  at: string;
  /** From the first byte of the request to the last of the answer; null while it is under way. */
  duration_ms: number | null;
  from: Party;
  to: Party;
  /** What this exchange is for, in a few words: "Connect", "Token request", "Redeem". */
  step: string;
  /** The flow it belongs to: of the hub, or of a ticket when the hub speaks Blink's contract only. */
  flow: string | null;
  user_id: string | null;
  request: { method: string; url: string; headers: RecordedHeaders; body: RecordedBody };
  /** Null while under way, and when no answer came. */
  response: { status: number; headers: RecordedHeaders; body: RecordedBody } | null;
  /** Why there was no answer, in a few words. */
  failure: string | null;
  /** Id of the fault that shaped it: fake is labelled fake. */
  fault: string | null;
  /** The exchange that this one repeats, when it was sent again from the inspector. */
  repeats: string | null;
  checks: readonly ExchangeCheck[];
}

/** A flow as a file: masked, so that it can be attached to a ticket. `joinery replay` takes it. */
export interface FlowFile {
  format: "joinery-flow/1";
  exported_at: string;
  kind: "plain" | "verified" | "blink";
  /** What the person did, so that it can be done again. */
  actions: { user: string; account: string; answer: "allow" | "deny"; faults: readonly string[] };
  exchanges: readonly Exchange[];
}

/** What a replay found: the flow's steps then and now, side by side. */
export interface ReplayReport {
  same: boolean;
  steps: readonly {
    step: string;
    before: string | null;
    now: string | null;
    same: boolean;
  }[];
}
