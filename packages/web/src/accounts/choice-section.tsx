import type { AccountView, PendingChoice } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { t } from "../texts/current.ts";
import { Button } from "../ui/button.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { Panel, Section } from "../ui/section.tsx";
import { type ChoiceParties, choicesFor } from "./choices.ts";
import { chooseAccount } from "./queries.ts";
import { WhoIsWho } from "./who-is-who.tsx";

/** Another account came back than the one that was to be repaired: what becomes of it is for its owner to say (contract 2.3). */
export function ChoiceSection({ view }: { view: AccountView }) {
  const { account, integration } = view;
  const [picked, setPicked] = useState<PendingChoice>();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const words = t.account.choice;
  const parties: ChoiceParties = {
    came: account.external_account_id,
    meant: account.pending_for?.external_account_id ?? null,
    integration: integration.name,
  };

  const choose = useMutation({
    mutationFn: (choice: PendingChoice) => chooseAccount(account.linked_account_id, choice),
    onSuccess: (answer, choice) => {
      for (const about of ["integrations", "accounts"]) void queries.invalidateQueries({ queryKey: [about] });
      void navigate({
        to: "/accounts/$accountId",
        params: { accountId: answer.linked_account_id },
        search: {},
        state: { chosen: { choice, ...parties, receiptOf: answer.receipt_of } },
        replace: true,
      });
    },
    // Perhaps it was decided in another window: then this page has something else to show.
    onError: () => void queries.invalidateQueries({ queryKey: ["accounts"] }),
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (picked !== undefined && !choose.isPending) choose.mutate(picked);
  };

  return (
    <Section title={words.title} lead={words.lead(parties.meant)}>
      <WhoIsWho view={view} />
      <form onSubmit={submit} className="mt-4 space-y-4">
        <Panel className="overflow-hidden">
          <fieldset aria-label={words.title} className="divide-y divide-line">
            {choicesFor(parties).map((choice) => (
              <label
                key={choice.value}
                className="flex gap-3.5 px-5 py-4 has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent-ink has-focus-visible:-outline-offset-2"
              >
                <input
                  type="radio"
                  name="choice"
                  required
                  value={choice.value}
                  checked={picked === choice.value}
                  onChange={() => setPicked(choice.value)}
                  className="mt-[0.3rem] size-4 shrink-0 accent-accent outline-none"
                />
                <span className="min-w-0">
                  <span className="block break-words font-medium">{choice.title}</span>
                  <span className="mt-0.5 block break-words text-ink-2">{choice.body}</span>
                </span>
              </label>
            ))}
          </fieldset>
        </Panel>
        {choose.isError ? <RefusalNotice error={choose.error} integrationName={integration.name} /> : null}
        <Button type="submit" look="primary" busy={choose.isPending ? words.doing : false}>
          {words.confirm}
        </Button>
      </form>
    </Section>
  );
}
