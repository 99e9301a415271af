/** Colours of a terminal, or none: each wraps a text. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  quiet(text: string): string;
  strong(text: string): string;
}

/** No colours at all. */
export const PLAIN_PAINT: Paint = {
  good: (text) => text,
  bad: (text) => text,
  quiet: (text) => text,
  strong: (text) => text,
};
