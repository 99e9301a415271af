import type { ReplayReport } from "@joinery/contract/workshop";
import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Panel } from "../../ui/section.tsx";

/** What a replay found: one sentence, and the steps side by side behind it. Open when something was different. */
export function ReplayTable({ report, onClose }: { report: ReplayReport; onClose: () => void }) {
  return (
    <div role="status" className="enter mt-5">
      <Panel className="overflow-hidden">
        <div className="flex items-center justify-between gap-4 px-5 py-3">
          <p className={classNames("font-semibold", report.same ? "text-good" : "text-bad")}>
            {report.same ? w.replay.same : w.replay.different}
          </p>
          <Button size="sm" look="quiet" onClick={onClose}>
            {w.replay.close}
          </Button>
        </div>
        <details open={!report.same} className="border-line border-t">
          <summary className="px-5 py-2.5 text-ink-2 text-sm -outline-offset-2 hover:bg-sunken/60">
            {format.count(report.steps.length, w.replay.steps)}
          </summary>
          <div className="@container">
            <table className="w-full table-fixed border-line border-t text-left text-[0.8667rem] @lg:table-auto">
              <thead className="text-ink-3">
                <tr>
                  <th className="py-2 pr-3 pl-5 font-normal">{w.replay.step}</th>
                  <th className="px-3 py-2 font-normal">{w.replay.before}</th>
                  <th className="px-3 py-2 pr-5 font-normal">{w.replay.now}</th>
                </tr>
              </thead>
              <tbody className="divide-y divide-line border-line border-t">
                {report.steps.map((step, index) => {
                  const key = `${index}`;
                  return <StepRow key={key} step={step} />;
                })}
              </tbody>
            </table>
          </div>
        </details>
      </Panel>
    </div>
  );
}

function StepRow({ step }: { step: ReplayReport["steps"][number] }) {
  return (
    <tr className={step.same ? "text-ink-2" : "bg-bad-soft/50"}>
      <th scope="row" className="py-2 pr-3 pl-5 align-top font-medium text-ink">
        {step.step}
      </th>
      <td className="px-3 py-2 align-top wrap-anywhere">{step.before ?? w.replay.missing}</td>
      <td className={classNames("px-3 py-2 pr-5 align-top wrap-anywhere", !step.same && "font-medium text-bad")}>
        {step.same ? w.replay.unchanged : (step.now ?? w.replay.missing)}
      </td>
    </tr>
  );
}
