import { classNames } from "./class-names.ts";

export interface CountTile {
  label: string;
  value: number;
  /** Of a number above zero; a zero is always quiet. */
  tone?: "plain" | "good" | "warn";
}

const TONES = { plain: "text-ink", good: "text-good", warn: "text-warn" };

/** A few numbers that tell how something stands, side by side; also on paper. */
export function CountTiles({ tiles }: { tiles: readonly CountTile[] }) {
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4 print:grid-cols-4">
      {tiles.map(({ label, value, tone = "plain" }) => (
        <div
          key={label}
          className="flex flex-col-reverse justify-end rounded-2xl border border-line bg-surface px-4 py-3 shadow-card"
        >
          <dt className="text-ink-2 text-sm">{label}</dt>
          <dd
            className={classNames(
              "font-semibold text-2xl tabular-nums tracking-tight",
              value === 0 ? "text-ink-3" : TONES[tone],
            )}
          >
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
