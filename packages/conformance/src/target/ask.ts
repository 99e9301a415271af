import type { Answer } from "./target.ts";

/** More is never read: the hub stops at 64 KB. */
const READ_MOST_BYTES = 256 * 1024;

/** Sends one request with `fetch` and reads the answer within a time and a size; never rejects. */
export async function ask(
  send: typeof fetch,
  url: string,
  { timeoutMs, ...init }: RequestInit & { timeoutMs: number },
): Promise<Answer> {
  const startedAt = performance.now();
  const took = () => Math.round(performance.now() - startedAt);
  const nothing = { status: 0, headers: {}, body: "" };
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await send(url, { ...init, redirect: "manual", signal });
    const body = await readText(response);
    const headers = Object.fromEntries(response.headers);
    return { status: response.status, headers, body, duration_ms: took(), failure: null };
  } catch (error) {
    return { ...nothing, duration_ms: took(), failure: failureOf(error, timeoutMs) };
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
    if (bytes > READ_MOST_BYTES) break;
  }
  return text + decoder.decode();
}

/** In our own words: messages of the system hold addresses. */
function failureOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === "TimeoutError") {
    return `no complete answer within ${timeoutMs / 1_000} seconds`;
  }
  const code = codeOf(error);
  if (code === "ECONNREFUSED") return "nothing listens there";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "the host name is not known";
  return "the connection broke off";
}

function codeOf(error: unknown): string {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return cause === undefined ? "" : codeOf(cause);
}
