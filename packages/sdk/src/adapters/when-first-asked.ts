import type { FetchHandler } from "../http/fetch-handler.ts";

/** An integration, or what creates it when the first request comes: settings may be missing while an app is built. */
export type IntegrationSource = FetchHandler | (() => FetchHandler);

/** Creates the integration once, when it is first needed. After a failure the next request tries again. */
export function whenFirstAsked(source: IntegrationSource): () => FetchHandler {
  let made: FetchHandler | undefined;
  return () => {
    made ??= typeof source === "function" ? source() : source;
    return made;
  };
}
