import type { FlowFile } from "@joinery/contract/workshop";
import { isRecord } from "../../api/refusal.ts";

/** Reads a flow that was exported; `undefined` when a text is none. */
export function readFlowFile(text: string): FlowFile | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isFlow = isRecord(value) && value.format === "joinery-flow/1" && Array.isArray(value.exchanges);
    return isFlow ? (value as unknown as FlowFile) : undefined;
  } catch {
    return undefined;
  }
}
