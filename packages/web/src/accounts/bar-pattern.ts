const BARS = 44;

/** Widths of the bars under a receipt, drawn from its number: the same receipt always looks the same. It encodes nothing. */
export function barPattern(number: string): { width: number; gap: number }[] {
  let seed = 2_166_136_261;
  for (const char of number) seed = Math.imul(seed ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return Array.from({ length: BARS }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return { width: 1 + ((seed >>> 24) % 3), gap: 1 + ((seed >>> 18) % 3) };
  });
}
