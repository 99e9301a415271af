import type { CommandInput } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { findWorkshop } from "../workshop/open-workshop.ts";
import { followExchanges } from "./follow-exchanges.ts";
import { showExchange } from "./show-exchange.ts";

/** Shows the exchanges of a running workshop, and goes on when asked to. */
export async function inspect(input: CommandInput): Promise<ExitCode> {
  const { options, session } = input;
  const access = await findWorkshop(input);
  const flow = options.text("flow");
  const query = flow === undefined ? {} : { flow };
  if (options.flag("follow")) {
    await followExchanges(access, query, { signal: session.signal, onExchange: show });
    return session.signal.aborted ? EXIT.interrupted : EXIT.ok;
  }
  const { createWorkshopClient } = await import("@joinery/workshop/client");
  const exchanges = await createWorkshopClient(access).exchanges(query);
  for (const exchange of exchanges) show(exchange);
  if (exchanges.length === 0) session.tell("Nothing has travelled yet. Press Connect in the hub.");
  return EXIT.ok;

  function show(exchange: (typeof exchanges)[number]): void {
    session.result(exchange, (paint) => showExchange(exchange, paint));
  }
}
