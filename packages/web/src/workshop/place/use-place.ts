import { useSyncExternalStore } from "react";
import { expectNewPage } from "../../shell/focus-memory.ts";
import { addressOf, type Place, placeAt } from "./place.ts";

const listeners = new Set<() => void>();
window.addEventListener("popstate", tellAll);

/** Where one is, kept up to date. */
export function usePlace(): Place {
  const address = useSyncExternalStore(listen, currentAddress);
  const { pathname, search } = new URL(address, window.location.origin);
  return placeAt(pathname, search);
}

/** Goes to a place. `replace` leaves no step to come back to, for moving through a list. */
export function goTo(place: Place, options: { replace?: boolean } = {}): void {
  const address = addressOf(place);
  if (address === currentAddress()) return;
  const isNewPage = placeAt(window.location.pathname).page !== place.page;
  if (options.replace === true) window.history.replaceState(null, "", address);
  else window.history.pushState(null, "", address);
  if (isNewPage) {
    expectNewPage();
    window.scrollTo(0, 0);
  }
  tellAll();
}

function currentAddress(): string {
  return window.location.pathname + window.location.search;
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tellAll(): void {
  for (const listener of listeners) listener();
}
