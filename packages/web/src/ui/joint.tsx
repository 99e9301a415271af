import { initialsOf } from "./initials.ts";

/**
 * `apart`: nothing links the two · `held`: being joined · `joined`: linked · `parted`: the link was ended or refused.
 */
export type JointState = "apart" | "held" | "joined" | "parted";

export interface JointProps {
  state: JointState;
  /** Initials of the person. */
  person: string;
  integration: { name: string; iconUrl: string | null };
  /** Whether somebody is being waited for right now; a page at rest stays still. */
  moving?: boolean;
  className?: string;
}

const LEFT = "M26 12H94.5V44.8L115 36.5V75.5L94.5 67.2V100H26A18 18 0 0 1 8 82V30A18 18 0 0 1 26 12Z";
const RIGHT = "M97.5 12H166A18 18 0 0 1 184 30V82A18 18 0 0 1 166 100H97.5V71.5L118 79.8V32.2L97.5 40.5Z";

/** The person's piece and the integration's piece. Decoration: what it shows is also said in words beside it. */
export function Joint({ state, person, integration, moving = false, className }: JointProps) {
  return (
    <svg
      viewBox="0 0 192 112"
      className={`joint ${className ?? "w-48"}`}
      data-state={state}
      data-moving={moving}
      aria-hidden="true"
    >
      <g className="joint-picture">
        <path d={LEFT} className="fill-ink" />
        <text
          x="51"
          y="57"
          className="fill-paper font-semibold text-[26px]"
          textAnchor="middle"
          dominantBaseline="central"
        >
          {person}
        </text>
      </g>
      <g className="joint-right">
        <g className="joint-picture">
          <path d={RIGHT} className="fill-accent" />
          {integration.iconUrl === null ? (
            <text
              x="149"
              y="57"
              className="fill-white font-semibold text-[26px]"
              textAnchor="middle"
              dominantBaseline="central"
            >
              {initialsOf(integration.name)}
            </text>
          ) : (
            <image href={integration.iconUrl} x="128" y="34" width="44" height="44" />
          )}
        </g>
      </g>
    </svg>
  );
}

const GLYPH = {
  joined: { shift: 0, left: "fill-ink-3", right: "fill-good" },
  held: { shift: 4, left: "fill-ink-3", right: "fill-warn" },
  apart: { shift: 5, left: "fill-line-strong", right: "fill-line-strong" },
  parted: { shift: 5, left: "fill-line-strong", right: "fill-bad" },
} as const;

/** The joint as small as a letter, to tell states apart beside their words. */
export function JointGlyph({ state }: { state: JointState }) {
  const look = GLYPH[state];
  return (
    <svg viewBox="0 0 27 14" className="h-3.5 w-[27px] shrink-0" aria-hidden="true">
      <path className={look.left} d="M2.5 1H10.5V5.2L14 3.8V10.2L10.5 8.8V13H2.5A2 2 0 0 1 .5 11V3A2 2 0 0 1 2.5 1Z" />
      <path
        className={look.right}
        transform={`translate(${look.shift} 0)`}
        d="M11.5 1H19.5A2 2 0 0 1 21.5 3V11A2 2 0 0 1 19.5 13H11.5V10.2L15 11.6V2.4L11.5 3.8Z"
      />
    </svg>
  );
}
