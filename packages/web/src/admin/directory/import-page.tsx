import type { ImportPeopleAnswer } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Changes } from "../../session/may-change.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { format, t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { ButtonLink } from "../../ui/button-link.tsx";
import { FileField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel } from "../../ui/section.tsx";
import { AdminPage } from "../admin-page.tsx";
import { peopleQuery } from "../queries.ts";
import { ImportFaults } from "./import-faults.tsx";
import { ImportOutcome } from "./import-outcome.tsx";
import { importPeople } from "./queries.ts";

const words = t.directory.import;
/** As the hub takes it at most. */
const MAX_CHARACTERS = 900_000;

/** People from a file: first what would happen, then, at the press of a button, exactly that. */
export function ImportPage() {
  const [csv, setCsv] = useState("");
  const [fault, setFault] = useState<string>();
  const queries = useQueryClient();
  const look = useMutation({ mutationFn: (text: string) => importPeople(text, true) });
  const apply = useMutation({
    mutationFn: () => importPeople(csv, false),
    onSuccess: () => queries.invalidateQueries({ queryKey: peopleQuery.queryKey }),
  });

  const choose = async (file: File | undefined) => {
    look.reset();
    apply.reset();
    setFault(undefined);
    if (file === undefined) return;
    const text = await file.text().catch(() => undefined);
    if (text === undefined) return setFault(words.unreadable);
    // A workbook, or text in UTF-16.
    if (text.includes("\u0000")) return setFault(words.notText);
    if (text.length > MAX_CHARACTERS) return setFault(words.tooBig);
    setCsv(text);
    look.mutate(text);
  };
  const startAgain = () => {
    look.reset();
    apply.reset();
  };

  return (
    <div className="max-w-3xl">
      <Crumbs crumbs={[{ label: t.admin.people.title, link: { to: "/admin/people" } }]} />
      <AdminPage title={words.title} lead={words.lead}>
        {apply.isSuccess && apply.data.faults.length === 0 ? (
          <Done answer={apply.data} onAgain={startAgain} />
        ) : (
          <>
            <Panel className="p-5 sm:p-7">
              <Changes>
                <FileField
                  label={words.choose}
                  hint={words.columns}
                  accept=".csv,text/csv,text/plain"
                  error={fault}
                  onChoose={(file) => void choose(file)}
                />
              </Changes>
              <p role="status" className="mt-4 text-ink-2">
                {look.isPending ? words.reading : look.isIdle ? words.nothingYet : null}
              </p>
              {look.isError ? <RefusalNotice error={look.error} /> : null}
            </Panel>
            {look.data === undefined ? null : (
              <Preview
                answer={apply.data ?? look.data}
                busy={apply.isPending}
                error={apply.error}
                onApply={() => apply.mutate()}
              />
            )}
          </>
        )}
      </AdminPage>
    </div>
  );
}

interface PreviewProps {
  answer: ImportPeopleAnswer;
  busy: boolean;
  error: unknown;
  onApply: () => void;
}

function Preview({ answer, busy, error, onApply }: PreviewProps) {
  if (answer.faults.length > 0) return <ImportFaults faults={answer.faults} />;
  const leavers = answer.offboarded.length;
  const changes = answer.added + answer.changed + leavers;
  return (
    <section aria-label={words.would} className="mt-8 space-y-5">
      <h2 className="font-semibold text-[1.0667rem] tracking-tight">{words.would}</h2>
      <ImportOutcome answer={answer} />
      {changes === 0 ? (
        <Notice live>{words.nothingToDo}</Notice>
      ) : (
        <Changes>
          <Button look={leavers > 0 ? "destroy" : "primary"} busy={busy ? words.applying : false} onClick={onApply}>
            {leavers > 0 ? words.applyAndOffboard(format.count(leavers, words.people)) : words.apply}
          </Button>
        </Changes>
      )}
      {error === null ? null : <RefusalNotice error={error} />}
    </section>
  );
}

function Done({ answer, onAgain }: { answer: ImportPeopleAnswer; onAgain: () => void }) {
  return (
    <div className="space-y-6">
      <Notice tone="good" title={words.done.title} live />
      <ImportOutcome answer={answer} />
      <div className="flex flex-wrap gap-2">
        <ButtonLink look="primary" to="/admin/people">
          {words.done.toPeople}
        </ButtonLink>
        <Button onClick={onAgain}>{words.done.again}</Button>
      </div>
    </div>
  );
}
