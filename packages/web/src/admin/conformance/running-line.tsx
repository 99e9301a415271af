import { t } from "../../texts/current.ts";
import { Spinner } from "../../ui/button.tsx";

/** Says that a check is under way, and that nobody has to wait for it. */
export function RunningLine({ name }: { name: string }) {
  return (
    <div role="status" className="flex items-start gap-3 px-5 py-4">
      <span className="flex pt-1 text-accent-ink">
        <Spinner />
      </span>
      <p>
        <span className="block font-medium">{t.conformance.running(name)}</span>
        <span className="block text-ink-2 text-sm">{t.conformance.runningHint}</span>
      </p>
    </div>
  );
}
