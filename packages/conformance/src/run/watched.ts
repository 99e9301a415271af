import type { Exchange, Workshop } from "@joinery/contract/workshop";

/** Does something and answers what passed meanwhile, as the workshop has recorded and judged it. */
export async function watch<Result>(
  workshop: Workshop,
  act: () => Promise<Result>,
): Promise<{ result: Result; passed: readonly Exchange[] }> {
  const before = (await workshop.exchanges()).at(-1)?.id;
  const result = await act();
  return { result, passed: await workshop.exchanges(before === undefined ? {} : { after: before }) };
}

/** Whether a rule of the inspector was broken in one of the exchanges. */
export function breaksRule(exchanges: readonly Exchange[], rule: string): boolean {
  return exchanges.some(({ checks }) => checks.some(({ id, passed }) => id === rule && !passed));
}
