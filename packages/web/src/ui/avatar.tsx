import { classNames } from "./class-names.ts";

/** A person's initials in a circle. Decoration: the name stands beside it. */
export function Avatar({ initials, size = "md" }: { initials: string; size?: "md" | "lg" }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "grid shrink-0 place-items-center rounded-full border border-line-strong bg-sunken font-semibold text-ink-2 tracking-wide",
        size === "md" ? "size-9 text-xs" : "size-14 text-lg",
      )}
    >
      {initials}
    </span>
  );
}
