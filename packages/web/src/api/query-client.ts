import { focusManager, MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { Refusal } from "./refusal.ts";

const MOST_RETRIES = 2;

/** Whether asking again can help: no answer, or a failure on the other side. What was refused stays refused. */
export function isWorthRetrying(failures: number, error: unknown): boolean {
  if (failures >= MOST_RETRIES) return false;
  return error instanceof Refusal && (error.status === 0 || error.status >= 500);
}

/** What the hub can want before it goes on. */
export interface SignInWishes {
  /** Nobody is signed in. */
  onSignInRequired: () => void;
  /** Somebody is, and has to show again who it is. */
  onFreshSignInRequired: () => void;
}

/** Makes the cache of everything read from the hub. */
export function createQueryClient({ onSignInRequired, onFreshSignInRequired }: SignInWishes): QueryClient {
  const notice = (error: unknown) => {
    if (!(error instanceof Refusal)) return;
    if (error.code === "SIGN_IN_REQUIRED") onSignInRequired();
    if (error.code === "FRESH_SIGN_IN_REQUIRED") onFreshSignInRequired();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: { networkMode: "always", retry: isWorthRetrying, staleTime: 5_000 },
      mutations: { networkMode: "always" },
    },
  });
}

/**
 * Reads again what is shown whenever its window is turned to. Beside another window a page stays visible the whole time,
 * so that the change of visibility, which is what the library looks at by itself, never comes.
 */
export function readAgainOnFocus(target: EventTarget): void {
  focusManager.setEventListener((onFocus) => {
    const turned = () => onFocus();
    target.addEventListener("focus", turned);
    target.addEventListener("visibilitychange", turned);
    return () => {
      target.removeEventListener("focus", turned);
      target.removeEventListener("visibilitychange", turned);
    };
  });
}
