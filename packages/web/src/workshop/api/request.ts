import { isRecord } from "../../api/refusal.ts";

/** What the workshop refused, or that it did not answer at all. The message is for people. */
export class WorkshopRefusal extends Error {
  override readonly name = "WorkshopRefusal";
  /** 0 when there was no answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Asks the workshop; its answers are what the methods of `Workshop` resolve to, without an envelope.
 *
 * @throws {WorkshopRefusal} with an empty message when there are no words of the workshop's own
 */
export async function ask<Answer>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const answer = await send(method, path, body, signal);
  const value = await readJson(answer);
  if (!answer.ok) throw new WorkshopRefusal(answer.status, messageOf(value));
  return value as Answer;
}

async function send(method: string, path: string, body: unknown, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      redirect: "error",
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new WorkshopRefusal(0, "");
  }
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}

function messageOf(value: unknown): string {
  return isRecord(value) && typeof value.message === "string" ? value.message : "";
}
