/** How much is passed, seen before it is read. Decoration: the words stand above. */
export function ScoreBar({ passed, ran }: { passed: number; ran: number }) {
  return (
    <svg
      viewBox={`0 0 ${ran} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="mt-3 block h-1.5 w-full rounded-full"
    >
      <rect width={ran} height="1" className="fill-bad" />
      <rect width={passed} height="1" className="fill-good" />
    </svg>
  );
}
