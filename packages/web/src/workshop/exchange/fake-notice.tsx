import { FAULTS, isFaultId } from "@joinery/contract/workshop";
import { w } from "../../texts/workshop.ts";
import { Notice } from "../../ui/notice.tsx";
import { Rich } from "../../ui/rich.tsx";
import { PlaceLink } from "../place/place-link.tsx";

/** Says that the workshop made this happen, and how. */
export function FakeNotice({ fault }: { fault: string }) {
  const known = isFaultId(fault) ? FAULTS[fault] : undefined;
  return (
    <div className="mt-5">
      <Notice tone="warn">
        <p className="text-ink">
          <Rich phrase={w.exchange.fake(known?.title ?? fault)} />
        </p>
        {known === undefined ? null : <p>{known.what}</p>}
        <PlaceLink to={{ page: "faults" }} className="mt-1 inline-block text-accent-ink underline underline-offset-4">
          {w.exchange.toFaults}
        </PlaceLink>
      </Notice>
    </div>
  );
}
