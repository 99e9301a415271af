import { w } from "../../texts/workshop.ts";
import type { Claim } from "./claims.ts";

/** What the hub states about a request, decoded, each claim with its meaning. */
export function ClaimList({ claims }: { claims: readonly Claim[] }) {
  const words = w.exchange.claims;
  return (
    <div className="mt-6 rounded-xl border border-line px-4 py-3">
      <h3 className="font-semibold text-[0.9333rem]">{words.title}</h3>
      <p className="text-ink-3 text-sm">{words.lead}</p>
      <dl className="mt-2.5 space-y-1.5 text-[0.8rem]">
        {claims.map(({ name, value }) => (
          <div key={name} className="grid grid-cols-[3.25rem_minmax(0,1fr)] gap-x-3">
            <dt className="font-mono text-ink-2">{name}</dt>
            <dd className="min-w-0">
              <span className="break-all font-mono">{value}</span>
              {words.meaning[name] === undefined ? null : (
                <span className="block text-ink-3">{words.meaning[name]}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
