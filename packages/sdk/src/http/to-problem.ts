import { Problem } from "@joinery/contract";
import { ExternalServiceDown } from "../external/revoke.ts";
import { isPassing } from "../hub/hub-errors.ts";

/** Turns whatever was thrown into a refusal; the one place where that happens. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isPassing(error)) return new Problem("INTEGRATION_BUSY", { cause: error });
  if (error instanceof ExternalServiceDown) return new Problem("EXTERNAL_SERVICE_FAILED", { cause: error });
  return new Problem("INTERNAL", { cause: error });
}
