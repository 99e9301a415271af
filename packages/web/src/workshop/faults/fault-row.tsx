import { FAULTS, type FaultId } from "@joinery/contract/workshop";
import { type ReactNode, useId } from "react";
import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { Button } from "../../ui/button.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import { WorkshopFailure } from "../frame/workshop-failure.tsx";
import { ForwardedLink } from "./forwarded-link.tsx";
import { useFaults } from "./use-faults.ts";

interface FaultRowProps {
  id: FaultId;
  isOn: boolean;
  /** Whether it is known what is on. */
  isReady: boolean;
}

/** One fault with its switch, its button, or the small scene that it is. */
export function FaultRow({ id, isOn, isReady }: FaultRowProps) {
  const labelId = useId();
  const fault = FAULTS[id];
  const { change } = useFaults();
  const words = { labelId, title: fault.title, what: fault.what, id };

  if (id === "link-forwarded") {
    return (
      <Words {...words}>
        <ForwardedLink />
      </Words>
    );
  }
  if (fault.kind === "once") {
    return (
      <Words
        {...words}
        aside={
          <Button
            size="sm"
            className="shrink-0 whitespace-nowrap"
            disabled={!isReady}
            aria-label={w.panel.pressLabel(fault.title)}
            busy={change.isPending ? w.panel.doing : false}
            onClick={() => change.mutate({ fault: id, on: true })}
          >
            {w.panel.press}
          </Button>
        }
      >
        <p role="status" className="text-good text-sm">
          {change.isSuccess ? w.panel.done(format.exactTime(new Date(change.submittedAt).toISOString())) : null}
        </p>
        {change.isError ? <Failed error={change.error} /> : null}
      </Words>
    );
  }
  return (
    <Words
      {...words}
      aside={
        <Toggle
          checked={change.isPending ? change.variables.on : isOn}
          disabled={!isReady || change.isPending}
          labelledBy={labelId}
          describedBy={`${labelId}-what`}
          onChange={(on) => change.mutate({ fault: id, on })}
        />
      }
    >
      {change.isError ? <Failed error={change.error} /> : null}
    </Words>
  );
}

interface WordsProps {
  labelId: string;
  title: string;
  what: string;
  id: FaultId;
  aside?: ReactNode;
  children?: ReactNode;
}

function Words({ labelId, title, what, id, aside, children }: WordsProps) {
  return (
    <>
      <div className="flex items-start justify-between gap-6">
        <div className="min-w-0">
          <p className="flex flex-wrap items-baseline gap-x-2.5">
            <span id={labelId} className="font-medium">
              {title}
            </span>
            <code className="font-mono text-[0.76rem] text-ink-3">{id}</code>
          </p>
          <p id={`${labelId}-what`} className="text-ink-2 text-sm">
            {what}
          </p>
        </div>
        {aside}
      </div>
      {children}
    </>
  );
}

function Failed({ error }: { error: unknown }) {
  return (
    <div className="mt-3">
      <WorkshopFailure error={error} />
    </div>
  );
}
