import type { Page } from "playwright-core";

/** Asks the hub from one of its own pages, as the page's own scripts do; answers the data of the envelope. */
export async function askHub<Data>(
  page: Page,
  method: "GET" | "POST" | "DELETE" | "PATCH",
  path: string,
  body?: unknown,
): Promise<Data> {
  const answer = await page.evaluate(
    async ({ method: verb, path: address, body: content }) => {
      const reply = await fetch(address, {
        method: verb,
        headers: {
          accept: "application/json",
          ...(content === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(content === undefined ? {} : { body: JSON.stringify(content) }),
      });
      return (await reply.json()) as { data: unknown };
    },
    { method, path, body },
  );
  return answer.data as Data;
}
