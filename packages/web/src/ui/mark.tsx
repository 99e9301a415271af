/** The sign of the product: two pieces of wood, joined. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className ?? "size-6"} aria-hidden="true">
      <path className="fill-ink" d="M5 4h9v8l6-2.6v13.2L14 20v8H5a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3Z" />
      <path className="fill-accent" d="M16 4h11a3 3 0 0 1 3 3v18a3 3 0 0 1-3 3H16v-5l6 2.6V6.4L16 9Z" />
    </svg>
  );
}
