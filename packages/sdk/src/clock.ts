/** Time as a parameter, so that tests decide what time it is. */
export interface Clock {
  /** What time it is. */
  now(): Date;
  /** Resolves after that many milliseconds; used between attempts only. */
  sleep(milliseconds: number): Promise<void>;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
