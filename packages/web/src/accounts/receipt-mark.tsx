import type { LineMark } from "./receipt-lines.ts";

const LOOKS: Record<LineMark, { frame: string; path: string }> = {
  done: { frame: "border-good text-good", path: "m4.5 8.3 2.4 2.4L11.5 5.5" },
  open: { frame: "border-warn border-dashed text-warn", path: "M8 4.5V8l2.2 1.6" },
  unsure: {
    frame: "border-ink-3 border-dotted text-ink-2",
    path: "M6.2 6.2a1.9 1.9 0 1 1 2.6 1.8c-.6.25-.8.6-.8 1.2M8 11.4v.1",
  },
  undone: { frame: "border-bad text-bad", path: "m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4" },
};

/** The mark before a line of a receipt. Decoration: the title of the line says the same. */
export function ReceiptMark({ mark }: { mark: LineMark }) {
  const look = LOOKS[mark];
  return (
    <span className={`mt-px grid size-7 shrink-0 place-items-center rounded-full border-[1.5px] ${look.frame}`}>
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="size-5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={look.path} />
      </svg>
    </span>
  );
}
