const WARM_UP_MS = 1_000;
const ROUNDS = 10;
const ROUND_MS = 300;

/** Something to measure: does its work once. */
export type Subject = () => Promise<void>;

/**
 * Measures subjects in turns, so that whatever else the machine does hits all of them, and prints the median time of
 * each and its ratio to the first.
 */
export async function compare(title: string, subjects: Record<string, Subject>): Promise<void> {
  const times = new Map<string, number[]>();
  for (const subject of Object.values(subjects)) await repeat(subject, WARM_UP_MS);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, subject] of Object.entries(subjects)) {
      globalThis.gc?.();
      times.set(name, [...(times.get(name) ?? []), ...(await repeat(subject, ROUND_MS))]);
    }
  }
  console.log(`${title}, ${ROUNDS} rounds in turns`);
  const [[, first = []] = []] = times;
  for (const [name, measured] of times) {
    const ratio = quantile(measured, 0.5) / quantile(first, 0.5);
    const middle = quantile(measured, 0.5).toFixed(3);
    const slow = quantile(measured, 0.99).toFixed(3);
    console.log(
      `  ${name.padEnd(20)} median ${middle} ms   p99 ${slow} ms   × ${ratio.toFixed(2)}   (${measured.length} times)`,
    );
  }
}

async function repeat(subject: Subject, forMs: number): Promise<number[]> {
  const measured: number[] = [];
  const end = performance.now() + forMs;
  for (let now = performance.now(); now < end; now = performance.now()) {
    await subject();
    measured.push(performance.now() - now);
  }
  return measured;
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
