import { FAULTS, type FaultId } from "@joinery/contract/workshop";
import type { ExternalService } from "../external-service/start-external-service.ts";
import { FaultRefusal, type HubMeans } from "../faults/passing-request.ts";
import { whyNotPossible } from "../faults/shape-request.ts";

/** All faults of a workshop in one place: those of Acme Desk are switched there, the others act in the tap. */
export interface FaultSwitches {
  /** Faults of hub and browser that are on. */
  passing(): ReadonlySet<FaultId>;
  /** All faults that are on. */
  active(): readonly FaultId[];
  /** @throws FaultRefusal when this workshop can't do it */
  set(fault: FaultId, on: boolean): Promise<void>;
  clear(): void;
}

/** What happens besides when a fault of kind `once` is pressed. */
export type Scenarios = Partial<Record<FaultId, () => Promise<unknown>>>;

/** Creates the switches of one workshop. */
export function createFaultSwitches(service: ExternalService, means: HubMeans, scenarios: Scenarios): FaultSwitches {
  const passing = new Set<FaultId>();
  return {
    passing: () => passing,
    active: () => [...service.faults.active(), ...passing],
    async set(fault, on) {
      const { side, kind } = FAULTS[fault];
      if (side === "service") {
        await service.faults.set(fault, on);
        if (on) await scenarios[fault]?.();
        return;
      }
      const obstacle = on ? whyNotPossible(fault, means) : undefined;
      if (obstacle !== undefined) throw new FaultRefusal(obstacle);
      if (kind === "once") return void (on && (await scenarios[fault]?.()));
      if (on) passing.add(fault);
      else passing.delete(fault);
    },
    clear() {
      service.faults.clear();
      passing.clear();
    },
  };
}
