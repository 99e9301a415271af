import { useQueryClient } from "@tanstack/react-query";
import { meQuery } from "./queries.ts";

/**
 * Whether the question for a fresh sign-in stands. Outside of React, because any refused request can raise it, whatever
 * page it came from.
 */
let asked = false;
const listeners = new Set<() => void>();

/** Asks the person to sign in again. `FreshSignInDialog`, in the frame of the pages, says why and leads there. */
export function askForFreshSignIn(): void {
  change(true);
}

export function closeFreshSignIn(): void {
  change(false);
}

export function isFreshSignInAsked(): boolean {
  return asked;
}

/** Tells a listener about every change; returns the way to stop. */
export function onFreshSignInChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next: boolean): void {
  if (asked === next) return;
  asked = next;
  for (const listener of listeners) listener();
}

/**
 * Gives a way to do something that needs a fresh sign-in: it is done at once, or the person is asked to sign in again
 * first. Use it before something is entered that a sign-in would lose, for example when a form for a secret opens. Where
 * nothing would be lost it is not needed: a request refused with `FRESH_SIGN_IN_REQUIRED` raises the same question.
 */
export function useWhenFresh(): (action: () => void) => void {
  const queries = useQueryClient();
  return (action) => {
    void queries.fetchQuery({ ...meQuery, staleTime: 0, retry: false }).then(
      (me) => (me.fresh_until === null ? askForFreshSignIn() : action()),
      // The hub decides in any case.
      () => action(),
    );
  };
}
