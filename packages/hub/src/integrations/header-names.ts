import type { FieldError } from "@joinery/contract";
import { mayBeForwarded } from "../connector/request-headers.ts";

/** Says which of the header names that an administrator entered would never be passed on, and so promise nothing. */
export function faultsOfHeaders(names: readonly string[]): FieldError[] {
  return names.flatMap((name, index) =>
    mayBeForwarded(name)
      ? []
      : [{ path: `forwarded_headers.${index}`, message: "is never passed on to an integration" }],
  );
}
