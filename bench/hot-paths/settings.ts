/** What a process of a benchmark was told. */
export function readSettings<Settings>(): Settings {
  return JSON.parse(process.env.BENCH_SETTINGS ?? "{}") as Settings;
}

/** Tells whoever started this process where it listens, and answers what it is asked. */
export function announce(port: number, answer: (question: string) => unknown = () => null): void {
  process.send?.({ port });
  process.on("message", (question) => process.send?.(answer(String(question))));
}
