import type { AdminPersonView } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Changes } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { ButtonLink } from "../../ui/button-link.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Section } from "../../ui/section.tsx";
import { offboard, reactivate } from "../offboarding/queries.ts";
import { peopleQuery } from "../queries.ts";

const words = t.offboarding.section;

interface OffboardSectionProps {
  view: AdminPersonView;
  name: string;
  /** How many linked accounts would be disconnected. */
  accounts: number;
}

/** The button for when somebody leaves, and the way to the report afterwards. */
export function OffboardSection({ view, name, accounts }: OffboardSectionProps) {
  const { person, offboarding_id: offboardingId } = view;
  return (
    <Section title={words.title} lead={person.active ? words.lead : words.left}>
      <div className="flex flex-wrap gap-2">
        {offboardingId === null ? null : (
          <ButtonLink to="/admin/offboardings/$offboardingId" params={{ offboardingId }}>
            {words.toReport}
          </ButtonLink>
        )}
        <Changes>
          {person.active ? (
            <Offboard userId={person.user_id} name={name} accounts={accounts} />
          ) : (
            <Reactivate userId={person.user_id} name={name} />
          )}
        </Changes>
      </div>
    </Section>
  );
}

interface Whom {
  userId: string;
  name: string;
}

function Offboard({ userId, name, accounts }: Whom & { accounts: number }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const leave = useMutation({
    mutationFn: () => offboard(userId),
    onSuccess: async (report) => {
      setAsking(false);
      await queries.invalidateQueries({ queryKey: peopleQuery.queryKey });
      await navigate({
        to: "/admin/offboardings/$offboardingId",
        params: { offboardingId: report.offboarding_id },
      });
    },
  });
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        {words.button}
      </Button>
      <ConfirmDialog
        open={asking}
        question={words.question(name)}
        confirm={words.button}
        busy={leave.isPending ? words.busy : false}
        onConfirm={() => leave.mutate()}
        onClose={() => setAsking(false)}
      >
        <ul className="list-disc space-y-1.5 pl-5">
          {words.consequences(name, format.count(accounts, t.admin.integrations.accounts)).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {leave.isError ? <RefusalNotice error={leave.error} /> : null}
      </ConfirmDialog>
    </>
  );
}

function Reactivate({ userId, name }: Whom) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const back = useMutation({
    mutationFn: () => reactivate(userId),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: peopleQuery.queryKey });
    },
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{words.reactivate}</Button>
      <ConfirmDialog
        open={asking}
        look="primary"
        question={words.reactivateQuestion(name)}
        confirm={words.reactivate}
        busy={back.isPending ? words.reactivating : false}
        onConfirm={() => back.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{words.reactivateWhat}</p>
        {back.isError ? <RefusalNotice error={back.error} /> : null}
      </ConfirmDialog>
    </>
  );
}
