import type { Answer } from "./person.ts";
import type { FaultWorld } from "./start-fault-world.ts";

/** Asks the hub's API as the integration does, with its token; never rejects. */
export async function askApi<Data>(
  { hub, registered }: Pick<FaultWorld, "hub" | "registered">,
  method: string,
  path: string,
  { body, headers }: { body?: unknown; headers?: Record<string, string> | undefined } = {},
): Promise<Answer<Data>> {
  const reply = await fetch(`${hub}${path}`, {
    method,
    headers: { authorization: `Bearer ${registered.api_token}`, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => undefined);
  const said = (await reply?.json().catch(() => ({}))) as Partial<Answer<Data>> | undefined;
  return { status: reply?.status ?? 0, code: said?.code ?? "", data: said?.data as Data };
}
