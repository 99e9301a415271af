import type { IntegrationView } from "@joinery/contract/pages";
import { Link } from "@tanstack/react-router";
import { format, t } from "../texts/current.ts";
import { Rich } from "../ui/rich.tsx";
import { useNow } from "../ui/time.tsx";

/** What a new connect waits for: the earlier link, whose word is missing, and when it is asked for next (contract 2.5). */
export function WaitingFor({
  waitingFor,
  integrationName,
}: {
  waitingFor: NonNullable<IntegrationView["waiting_for"]>;
  integrationName: string;
}) {
  const now = useNow();
  const words = t.integrations.waitingFor;
  const next = waitingFor.next_attempt_at;
  return (
    <>
      <p>
        <Rich phrase={words.what(waitingFor.external_account_id, integrationName)} />{" "}
        {next === null ? words.stopped : words.next(format.until(next, now))}
      </p>
      <p className="mt-1.5">
        <Link
          to="/accounts/$accountId/receipt"
          params={{ accountId: waitingFor.linked_account_id }}
          className="underline decoration-line-strong underline-offset-4 hover:text-ink"
        >
          {words.receipt}
        </Link>
      </p>
    </>
  );
}
