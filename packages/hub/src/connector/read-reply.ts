import { FORWARDED_RESPONSE_HEADERS } from "@joinery/contract";
import type { Dispatcher } from "undici";
import type { IntegrationReply } from "./call-integration.ts";
import { wrongAnswer } from "./connector-failure.ts";

type Answer = Pick<Dispatcher.ResponseData, "statusCode" | "headers" | "body">;

/**
 * Reads an answer to its end, within its limit. Headers that may not come back are not even taken in.
 *
 * @param secrets what the answer must not repeat: a page that shows the request it got would show the proxy secret to
 *   the user who pressed the button, and with it everybody could be impersonated to that integration
 */
export async function readReply(
  answer: Answer,
  maxBytes: number,
  secrets: readonly string[],
): Promise<Omit<IntegrationReply, "durationMs">> {
  const { statusCode: status } = answer;
  try {
    refuseEncoding(answer);
    const body = await readBody(answer, maxBytes);
    const headers = headersOf(answer);
    if (secrets.some((secret) => repeats(secret, body, headers))) {
      throw wrongAnswer("The answer repeats the proxy secret; it was not passed on.", status);
    }
    return { status, headers, body };
  } finally {
    // What is not read to its end must not keep its connection.
    answer.body.on("error", () => undefined).destroy();
  }
}

function refuseEncoding({ statusCode, headers }: Answer): void {
  const encodings = [headers["content-encoding"] ?? []].flat().join(",").split(",");
  if (encodings.some((encoding) => !["", "identity"].includes(encoding.trim().toLowerCase()))) {
    throw wrongAnswer("The answer is compressed although an uncompressed one was asked for.", statusCode);
  }
}

async function readBody({ statusCode, body }: Answer, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.byteLength;
    if (length > maxBytes) throw wrongAnswer(`The answer has more than ${maxBytes / 1024} KB.`, statusCode);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function headersOf(answer: Answer): Headers {
  const headers = new Headers();
  for (const name of FORWARDED_RESPONSE_HEADERS) {
    for (const value of [answer.headers[name] ?? []].flat()) headers.append(name, value);
  }
  return headers;
}

/** Shorter ones would be found by chance. */
const SECRET_MIN_LENGTH = 16;

function repeats(secret: string, body: Uint8Array, headers: Headers): boolean {
  if (secret.length < SECRET_MIN_LENGTH) return false;
  return (
    Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(secret) ||
    [...headers.values()].some((value) => value.includes(secret))
  );
}
