const WIDTH = 30;

/** A progress bar on stderr; a line for each tenth where there is no terminal. */
export function createProgress(title: string, total: number) {
  const startedAt = performance.now();
  let shown = -1;
  return {
    show(done: number) {
      const share = done / total;
      const step = Math.floor(share * (process.stderr.isTTY ? 100 : 10));
      if (step === shown) return;
      shown = step;
      const bar = "█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "░");
      const line = `  ${bar} ${Math.round(share * 100)} %  ${title}`;
      process.stderr.write(process.stderr.isTTY ? `\r${line}` : `${line}\n`);
    },
    end() {
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
      process.stderr.write(`${process.stderr.isTTY ? "\n" : ""}  made in ${seconds} s\n`);
    },
  };
}
