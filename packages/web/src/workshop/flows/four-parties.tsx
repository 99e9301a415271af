import { w } from "../../texts/workshop.ts";
import { LANES } from "../timeline/lanes.ts";

/** Middles of the lanes in the picture. */
const MIDDLES = [52, 156, 260, 364] as const;

/** A connect, as it will look: from lane, to lane, height. */
const ARROWS = [
  [0, 1, 36],
  [2, 1, 64],
  [2, 3, 92],
  [1, 3, 120],
  [1, 0, 148],
] as const;

/** The four lanes with a connect drawn faintly between them: what the page will look like. Decoration. */
export function FourParties() {
  return (
    <div aria-hidden="true" className="mx-auto w-full max-w-md select-none">
      <div className="grid grid-cols-4 text-center text-ink-3 text-sm">
        {LANES.map((party) => (
          <span key={party}>{w.parties[party]}</span>
        ))}
      </div>
      <svg aria-hidden="true" viewBox="0 0 416 172" className="mt-2 w-full overflow-visible">
        {MIDDLES.map((x) => (
          <path key={x} d={`M${x} 4V168`} className="stroke-line-strong" />
        ))}
        {ARROWS.map(([from, to, y]) => (
          <Arrow key={y} from={MIDDLES[from]} to={MIDDLES[to]} y={y} isFirst={y === ARROWS[0][2]} />
        ))}
      </svg>
    </div>
  );
}

function Arrow({ from, to, y, isFirst }: { from: number; to: number; y: number; isFirst: boolean }) {
  const direction = to > from ? 1 : -1;
  const tip = to - direction * 3;
  const barb = tip - direction * 6;
  return (
    <g className={isFirst ? "stroke-accent" : "stroke-ink-3"} strokeWidth="1.5" fill="none" strokeLinecap="round">
      <circle cx={from} cy={y} r="2" className={isFirst ? "fill-accent" : "fill-ink-3"} />
      <path d={`M${from} ${y}H${tip}M${barb} ${y - 4}L${tip} ${y}L${barb} ${y + 4}`} strokeLinejoin="round" />
    </g>
  );
}
