/** What a process of a benchmark was told. */
export function readSettings<Settings>(): Settings {
  return JSON.parse(process.env.BENCH_SETTINGS ?? "{}") as Settings;
}

/** Tells whoever started this process where it listens, answers what it is asked, and ends with whoever started it. */
export function announce(port: number, answer: (question: string) => unknown = () => null): void {
  process.on("message", (question) => process.send?.(answer(String(question))));
  process.on("disconnect", () => process.exit());
  process.send?.({ port });
}
