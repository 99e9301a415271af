import type { AroundTokenRequest } from "@joinery/workshop";

/** When the service carries out a token request that is held: as it comes, as it is let go, or not at all. */
export type CarriedOut = "at once" | "when let go" | "never";

/** What the client reads once its request is let go: the answer, nothing because the connection breaks, or that status. */
export type Read = Awaited<ReturnType<AroundTokenRequest>>;

/** A token request that somebody holds in their hands. */
export interface HeldRenewal {
  around: AroundTokenRequest;
  /** Resolves when it is here, and carried out if that was to happen at once. */
  here: Promise<unknown>;
  letGo(read: Read): void;
}

/** Gets ready to hold the next token request. */
export function holdRenewal(carriedOut: CarriedOut): HeldRenewal {
  const here = Promise.withResolvers<undefined>();
  const gone = Promise.withResolvers<Read>();
  return {
    here: here.promise,
    letGo: gone.resolve,
    async around(_request, carryOut) {
      if (carriedOut === "at once") await carryOut();
      here.resolve(undefined);
      const read = await gone.promise;
      if (carriedOut === "when let go") await carryOut();
      return read;
    },
  };
}
