import { t } from "../texts/current.ts";
import { Tick } from "../ui/copy-button.tsx";
import { Panel } from "../ui/section.tsx";

/** What the integration may do once an account is linked, in the administrator's words. */
export function MayDo({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return <p className="text-ink-2">{t.integrations.mayDoNothing}</p>;
  return (
    <Panel className="px-5 py-4">
      <ul className="space-y-2">
        {sentences.map((sentence) => (
          <li key={sentence} className="flex gap-3">
            <span className="mt-1">
              <Tick />
            </span>
            <span className="min-w-0 break-words">{sentence}</span>
          </li>
        ))}
      </ul>
      <p className="mt-3 border-line border-t pt-3 text-ink-2 text-sm">{t.integrations.mayDoFoot}</p>
    </Panel>
  );
}
