/** Longer bodies are not kept: only their size and type are. */
export const KEPT_BYTES = 64 * 1024;

/** A body that has passed by. */
export interface PassedBody {
  /** Empty when it was longer than is kept. */
  bytes: Uint8Array;
  /** How many bytes passed, kept or not. */
  length: number;
}

/** Looks at a body while it passes, without holding it up. */
export interface BodyTap {
  push(chunk: Uint8Array | string): void;
  /** What has passed so far. */
  read(): PassedBody;
}

export function createBodyTap(): BodyTap {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    push(chunk) {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      length += bytes.byteLength;
      // A copy: whoever sent the chunk may use its memory again.
      if (length <= KEPT_BYTES) chunks.push(Uint8Array.from(bytes));
      else chunks.length = 0;
    },
    read: () => ({ bytes: Buffer.concat(chunks), length }),
  };
}

/** A body that is there as a whole. */
export function passedBody(body: Uint8Array | string | null | undefined): PassedBody {
  const tap = createBodyTap();
  if (body !== null && body !== undefined) tap.push(body);
  return tap.read();
}
