import { FAULTS } from "@joinery/contract/workshop";
import { useQuery } from "@tanstack/react-query";
import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { Button } from "../../ui/button.tsx";
import { Rich } from "../../ui/rich.tsx";
import { workshopQuery } from "../api/queries.ts";
import { useFaults } from "../faults/use-faults.ts";

/** Says on every page which faults are on: nobody looks for a mistake of their own while the workshop makes one. */
export function FakeBanner() {
  const { data } = useQuery(workshopQuery);
  const { clear } = useFaults();
  const on = data?.faults ?? [];
  const names = format.list(on.map((id) => FAULTS[id].title));
  return (
    <div role="status" className="sticky top-0 z-20">
      {on.length === 0 ? null : (
        <div className="flex flex-wrap items-center justify-between gap-x-4 sm:justify-center gap-y-1.5 border-warn-line border-b bg-warn-soft px-4 py-1.5 text-sm text-warn">
          <p>
            <Rich phrase={on.length === 1 ? w.banner.on(names) : w.banner.manyOn(names)} />
          </p>
          <Button size="sm" busy={clear.isPending ? w.banner.turningOff : false} onClick={() => clear.mutate()}>
            {w.banner.allOff}
          </Button>
        </div>
      )}
    </div>
  );
}
