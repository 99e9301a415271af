import type { Exchange } from "@joinery/contract/workshop";

/** The number in an id such as `x-12`; ids are counted from the start of the workshop. */
export function numberOf(id: string): number {
  const number = Number(id.slice(id.indexOf("-") + 1));
  return Number.isFinite(number) ? number : 0;
}

/** Puts exchanges into a log: one that is known already is replaced by its newer state, the order is that of their begin. */
export function withExchanges(log: readonly Exchange[], news: readonly Exchange[]): readonly Exchange[] {
  const byId = new Map(log.map((exchange) => [exchange.id, exchange]));
  for (const exchange of news) byId.set(exchange.id, exchange);
  return [...byId.values()].sort((a, b) => numberOf(a.id) - numberOf(b.id));
}

/** Leaves out what the reader has cleared away. By time and not by id, because a new workshop counts from one again. */
export function withoutCleared(log: readonly Exchange[], clearedUntil: string | null): readonly Exchange[] {
  if (clearedUntil === null) return log;
  const until = Date.parse(clearedUntil);
  return log.filter(({ at }) => Date.parse(at) > until);
}
