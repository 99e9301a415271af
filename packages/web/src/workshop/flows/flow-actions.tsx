import type { FlowFile } from "@joinery/contract/workshop";
import { type ChangeEvent, useState } from "react";
import { w } from "../../texts/workshop.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { flowFilePath } from "../api/queries.ts";
import { readFlowFile } from "./read-flow-file.ts";

interface FlowActionsProps {
  /** Null when there is nothing to export. */
  flow: string | null;
  isReplaying: boolean;
  /** Replays a flow of the list, or one out of a file. */
  onReplay: (what: string | FlowFile) => void;
}

/** A flow as a file, and once more. */
export function FlowActions({ flow, isReplaying, onReplay }: FlowActionsProps) {
  const [isUnreadable, setIsUnreadable] = useState(false);

  const choose = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const text = await currentTarget.files?.[0]?.text();
    currentTarget.value = "";
    const file = text === undefined ? undefined : readFlowFile(text);
    setIsUnreadable(text !== undefined && file === undefined);
    if (file !== undefined) onReplay(file);
  };

  return (
    <div>
      <div className="flex flex-wrap gap-2">
        <label
          className={`${buttonClass("quiet", "sm")} has-focus-visible:outline-2 has-focus-visible:outline-accent-ink`}
        >
          {w.flows.replayFile}
          <input
            type="file"
            accept=".json,application/json"
            className="sr-only"
            disabled={isReplaying}
            onChange={(event) => void choose(event)}
          />
        </label>
        {flow === null ? null : (
          <>
            <a
              href={flowFilePath(flow)}
              download={`joinery-${flow}.json`}
              title={w.flow.exportHint}
              className={buttonClass("secondary", "sm")}
            >
              {w.flow.export}
            </a>
            <Button size="sm" busy={isReplaying ? w.flow.replaying : false} onClick={() => onReplay(flow)}>
              {w.flow.replay}
            </Button>
          </>
        )}
      </div>
      <p role="status" className="mt-1 text-bad text-sm">
        {isUnreadable ? w.flows.notAFile : null}
      </p>
    </div>
  );
}
