import { type LoadRequest, type LoadShape, load } from "./load.ts";
import type { PinnedProcess } from "./pinned-process.ts";

/** Statements that were sent to the database, and how many of them write. */
interface Statements {
  statements: number;
  writes: number;
}

/** What the requests of one kind send to the database. */
export interface StatementCounts {
  /** Of one request while no other is under way. */
  alone: Statements;
  /** Of each request on average while many are under way: what they ask at once, they ask together. */
  underLoad: Statements;
}

/** Counts the statements of a hub's requests, BEGIN and COMMIT included; those of its clockwork are not among them. */
export async function countStatements(
  hub: PinnedProcess,
  requests: readonly LoadRequest[],
  shape: LoadShape,
): Promise<StatementCounts> {
  const [first, second] = requests;
  if (first === undefined || second === undefined) throw new Error("There are no requests to count the statements of.");
  // The first request of a person in a minute also notes that their session is in use.
  await send(hub, first);
  await hub.ask("count");
  await send(hub, second);
  const alone = (await hub.ask("count")) as Statements;
  const { answered } = await load(hub, requests, shape);
  const all = (await hub.ask("stop")) as Statements;
  return { alone, underLoad: { statements: all.statements / answered, writes: all.writes / answered } };
}

async function send({ port }: PinnedProcess, { path, body, ...init }: LoadRequest): Promise<void> {
  const reply = await fetch(`http://127.0.0.1:${port}${path}`, body === undefined ? init : { ...init, body });
  await reply.arrayBuffer();
}
