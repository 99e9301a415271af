import { type RefObject, useEffect } from "react";

/**
 * Gives the focus to an element when what had it has gone, for example a button that made room for what it led to.
 *
 * @param occasion when this changes, the focus may have been lost
 */
export function useRegainFocus(element: RefObject<HTMLElement | null>, occasion: string): void {
  useEffect(() => {
    const active = document.activeElement;
    const isLost = active === null || active === document.body;
    if (isLost && occasion !== "") element.current?.focus({ preventScroll: true });
  }, [element, occasion]);
}
