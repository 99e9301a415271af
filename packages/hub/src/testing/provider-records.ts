import type { Adapter, AdapterPayload } from "oidc-provider";

/** What an OpenID provider remembers, in this process: sessions, interactions, codes, tokens. */
export function createProviderRecords(): (model: string) => Adapter {
  const records = new Map<string, AdapterPayload>();
  const findBy = (model: string, field: "uid" | "userCode", value: string) =>
    [...records].find(([key, record]) => key.startsWith(`${model}:`) && record[field] === value)?.[1];
  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`;
    return {
      upsert: async (id, payload) => void records.set(keyOf(id), payload),
      find: async (id) => records.get(keyOf(id)),
      findByUid: async (uid) => findBy(model, "uid", uid),
      findByUserCode: async (userCode) => findBy(model, "userCode", userCode),
      consume: async (id) => {
        const record = records.get(keyOf(id));
        if (record !== undefined) record.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => void records.delete(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const [key, record] of records) if (record.grantId === grantId) records.delete(key);
      },
    };
  };
}
