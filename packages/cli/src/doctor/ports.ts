import { DEV_PORTS, findBusyPorts } from "../ports/dev-ports.ts";
import { findDevFile, isAlive } from "../workshop/dev-file.ts";
import type { Finding } from "./finding.ts";

/** Whether joinery dev could take its ports. */
export async function ports(first: number, folder: string): Promise<Finding[]> {
  const running = findDevFile(folder);
  if (running !== undefined && isAlive(running.file))
    return [{ what: `joinery dev runs here: ${running.file.workshop}` }];
  const busy = await findBusyPorts(first);
  const numbers = Object.values(DEV_PORTS).map(({ offset }) => first + offset);
  if (busy.length === 0) return [{ what: `The ports ${numbers.join(", ")} are free.` }];
  return busy.map(({ port, of }) => ({
    what: `Port ${port} is in use (${of}).`,
    remedy: `End what uses it, or choose others: joinery dev --port ${first + 100}`,
  }));
}
