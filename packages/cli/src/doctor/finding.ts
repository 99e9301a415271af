/** One thing that was looked at. */
export interface Finding {
  what: string;
  /** What to do; absent when all is well. */
  remedy?: string;
}
