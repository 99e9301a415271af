import type { Unfinished } from "../unfinished.ts";

/** Anything that answers Fetch requests, such as what `createIntegration` returns. */
export interface FetchHandler {
  /** Answers one request. */
  fetch(request: Request): Promise<Response> | Response;
  /** What was begun and not finished; an adapter looks after it as well as its platform allows. */
  unfinished?: Unfinished;
}
