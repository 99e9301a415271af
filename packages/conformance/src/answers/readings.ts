import type { Answer } from "../target/target.ts";

/** Shorter pieces decode to noise. */
const PIECE_LEAST = 12;
const DEPTH_MOST = 3;
const TEXT_MOST = 64 * 1024;

/**
 * Every way a text may be read: as it stands, percent-decoded, and each piece of it that may be Base64, Base64url or
 * hexadecimal decoded, nested too. What is hidden in one of these is not hidden.
 */
export function readingsOf(text: string): readonly string[] {
  const found = new Set<string>();
  gather(text.slice(0, TEXT_MOST), 0, found);
  return [...found];
}

/** Whether a text holds a value in any of these readings. */
export function holds(text: string, value: string): boolean {
  if (value === "") return false;
  return readingsOf(text).some((reading) => reading.includes(value));
}

/** Everything of an answer that somebody may read. */
export function exchangeText({ headers, body }: Answer): string {
  return [...Object.values(headers), body].join("\n");
}

function gather(text: string, depth: number, found: Set<string>): void {
  if (found.has(text)) return;
  found.add(text);
  if (depth === DEPTH_MOST) return;
  const percent = percentDecoded(text);
  if (percent !== text) gather(percent, depth + 1, found);
  for (const [piece] of text.matchAll(/[A-Za-z0-9+/_-]+={0,2}/g)) {
    if (piece.length < PIECE_LEAST) continue;
    for (const decoded of [fromBase64(piece), fromHex(piece)]) {
      if (decoded !== undefined) gather(decoded, depth + 1, found);
    }
  }
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function fromBase64(piece: string): string | undefined {
  try {
    return latin(atob(piece.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "")));
  } catch {
    return undefined;
  }
}

function fromHex(piece: string): string | undefined {
  if (piece.length % 2 === 1 || !/^[0-9a-f]+$/i.test(piece)) return undefined;
  const pairs = piece.match(/../g) ?? [];
  return latin(pairs.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(""));
}

/** Noise is not looked into any further: what we look for is printable. */
function latin(text: string): string | undefined {
  const printable = text.match(/[\x20-\x7e]/g)?.length ?? 0;
  return printable >= PIECE_LEAST / 2 ? text : undefined;
}
