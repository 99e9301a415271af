/** How much time passes. */
export interface Passing {
  seconds?: number;
  minutes?: number;
  hours?: number;
  days?: number;
}

/** The time of hub, integration and Acme Desk in a test: the machine's, and as much later as the test says. */
export interface TestClock {
  now(): Date;
  /** For `createIntegration({ clock })`. Really waits: a test that waits for nothing has nothing to wait for. */
  sleep(milliseconds: number): Promise<void>;
  /** Lets time pass at once, for everybody. */
  advance(passing: Passing): void;
}

/** Creates a clock; `onAdvance` is told how many milliseconds have passed. */
export function createTestClock(onAdvance: (milliseconds: number) => void): TestClock {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    advance(passing) {
      const milliseconds = millisecondsOf(passing);
      onAdvance(milliseconds);
      ahead += milliseconds;
    },
  };
}

function millisecondsOf({ seconds = 0, minutes = 0, hours = 0, days = 0 }: Passing): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}
