import type { ComponentProps, MouseEvent } from "react";
import { addressOf, type Place } from "./place.ts";
import { goTo } from "./use-place.ts";

/** A link to a place of the workshop. What a browser does with other buttons and keys, it does here too. */
export function PlaceLink({ to, onClick, ...rest }: { to: Place } & Omit<ComponentProps<"a">, "href">) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || event.defaultPrevented) return;
    event.preventDefault();
    goTo(to);
  };
  return <a {...rest} href={addressOf(to)} onClick={follow} />;
}
