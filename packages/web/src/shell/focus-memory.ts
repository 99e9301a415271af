/**
 * Whether the next heading that appears should take the focus. Set when the address changes, taken by the first heading
 * of the new page, so that a heading which appears again (after an error, say) leaves the focus where it is.
 */
let due = false;

export function expectNewPage(): void {
  due = true;
}

export function takeNewPage(): boolean {
  const wasDue = due;
  due = false;
  return wasDue;
}
