import type { Adapter, AdapterPayload } from "oidc-provider";

/** What the provider keeps: sessions, interactions, grants, codes and tokens, each with the time it expires. */
export interface StoredRecord {
  model: string;
  id: string;
  payload: AdapterPayload;
  /** Milliseconds since 1970; null: never. */
  expiresAt: number | null;
}

/** The most records kept; beyond it the oldest goes, so that a long run stays small. */
const RECORD_LIMIT = 20_000;
/** Expired records are swept once in so many writes: no timer, so nothing keeps the process busy. */
const SWEEP_EVERY = 200;

/** The models whose records belong to a grant and die with it. */
const OF_A_GRANT = new Set(["AccessToken", "AuthorizationCode", "RefreshToken"]);

/** The provider's memory. */
export interface Records {
  adapterFor(model: string): Adapter;
  /** Everything alive, oldest first. */
  list(model?: string): StoredRecord[];
  /** Removes the records of one model that match; resolves nothing, works at once. */
  removeWhere(model: string, matches: (payload: AdapterPayload) => boolean): void;
  /** Makes everything older by that many milliseconds: what would have expired meanwhile is gone. */
  age(ms: number): void;
}

/** Creates the provider's memory, filled with what an earlier run has left. `onChange` is told after every write. */
export function createRecords(earlier: readonly StoredRecord[] = [], onChange: () => void = () => {}): Records {
  const records = new Map<string, StoredRecord>();
  let writes = 0;
  for (const record of earlier) if (isAlive(record)) records.set(keyOf(record.model, record.id), record);

  function find(model: string, id: string): AdapterPayload | undefined {
    const record = records.get(keyOf(model, id));
    return record !== undefined && isAlive(record) ? record.payload : undefined;
  }

  function put(record: StoredRecord): void {
    const key = keyOf(record.model, record.id);
    records.delete(key);
    records.set(key, record);
    writes += 1;
    if (writes % SWEEP_EVERY === 0) sweep();
    for (const oldest of records.keys()) {
      if (records.size <= RECORD_LIMIT) break;
      records.delete(oldest);
    }
    onChange();
  }

  function sweep(): void {
    for (const [key, record] of records) if (!isAlive(record)) records.delete(key);
  }

  function age(ms: number): void {
    for (const record of records.values()) {
      record.payload = agedPayload(record.payload, Math.round(ms / 1000));
      if (record.expiresAt !== null) record.expiresAt -= ms;
    }
    sweep();
    onChange();
  }

  function removeWhere(matches: (record: StoredRecord) => boolean): void {
    for (const [key, record] of records) if (matches(record)) records.delete(key);
    onChange();
  }

  return {
    adapterFor: (model) => ({
      async upsert(id, payload, expiresIn) {
        put({ model, id, payload, expiresAt: expiresIn === undefined ? null : Date.now() + expiresIn * 1000 });
      },
      find: async (id) => find(model, id),
      findByUid: async (uid) => payloads(model).find((payload) => payload.uid === uid),
      findByUserCode: async () => undefined,
      async consume(id) {
        const payload = find(model, id);
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
        onChange();
      },
      async destroy(id) {
        records.delete(keyOf(model, id));
        onChange();
      },
      async revokeByGrantId(grantId) {
        removeWhere((record) => OF_A_GRANT.has(record.model) && record.payload.grantId === grantId);
      },
    }),
    list: (model) =>
      [...records.values()].filter((record) => isAlive(record) && (model === undefined || record.model === model)),
    removeWhere: (model, matches) => removeWhere((record) => record.model === model && matches(record.payload)),
    age,
  };

  function payloads(model: string): AdapterPayload[] {
    return [...records.values()].filter((record) => record.model === model && isAlive(record)).map((r) => r.payload);
  }
}

function keyOf(model: string, id: string): string {
  return `${model}:${id}`;
}

/** The moments in a payload, in seconds since 1970, as the provider names them. */
const MOMENTS = ["iat", "exp", "iiat", "consumed", "loginTs", "authTime"] as const;

function agedPayload(payload: AdapterPayload, seconds: number): AdapterPayload {
  const aged: AdapterPayload = { ...payload };
  for (const name of MOMENTS) {
    const moment = aged[name];
    if (typeof moment === "number") aged[name] = moment - seconds;
  }
  return aged;
}

function isAlive(record: StoredRecord): boolean {
  return record.expiresAt === null || record.expiresAt > Date.now();
}
