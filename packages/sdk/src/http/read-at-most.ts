/** More came than we are willing to hold in memory. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

/** Reads a body to its end, or throws `TooLarge` as soon as it exceeds `maxBytes`; the rest is cancelled unread. */
export async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) break;
    size += part.value.byteLength;
    if (size > maxBytes) {
      await reader?.cancel();
      throw new TooLarge(`more than ${maxBytes} bytes`);
    }
    parts.push(part.value);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
