import { w } from "../../texts/workshop.ts";

/** Says that nothing new is coming, so that nobody waits for it. */
export function LostBanner() {
  return (
    <p role="status" className="border-bad-line border-b bg-bad-soft px-4 py-2 text-sm text-bad sm:px-6">
      <strong className="font-semibold">{w.lost.title}</strong> {w.lost.body}
    </p>
  );
}
