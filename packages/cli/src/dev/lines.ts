/** Cuts a stream of text into lines; what has no end yet is kept until it has, or until `rest`. */
export function createLineCutter(onLine: (line: string) => void): { push(text: string): void; rest(): void } {
  let kept = "";
  return {
    push(text) {
      const lines = (kept + text).split(/\r?\n/);
      kept = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    },
    rest() {
      if (kept !== "") onLine(kept);
      kept = "";
    },
  };
}
