import type { NoticeView } from "@joinery/contract/pages";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useRef } from "react";
import { t } from "../texts/current.ts";
import { Breakable } from "../ui/breakable.tsx";
import { Button } from "../ui/button.tsx";
import { ButtonLink } from "../ui/button-link.tsx";
import { JointGlyph } from "../ui/joint.tsx";
import { Panel } from "../ui/section.tsx";
import { Ago } from "../ui/time.tsx";
import { useRegainFocus } from "../ui/use-regain-focus.ts";
import { keyOfNotices, wordsForNotice } from "./notice-words.ts";
import { dismissNotice, noticesQuery } from "./queries.ts";

/** What somebody should know, at the top of *Manage integrations*: one card each, with the way to repair or to see more. */
export function NoticeCards() {
  const { data } = useQuery(noticesQuery);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const notices = data?.notices ?? [];
  useRegainFocus(heading, keyOfNotices(notices));

  return (
    <div aria-live="polite">
      {notices.length === 0 ? null : (
        <section aria-labelledby={id} className="mb-10">
          <h2
            ref={heading}
            id={id}
            tabIndex={-1}
            className="mb-3 font-semibold text-[1.0667rem] tracking-tight outline-none"
          >
            {t.notices.title}
          </h2>
          <Panel className="overflow-hidden">
            <ul className="divide-y divide-line">
              {notices.map((notice) => (
                <Card key={notice.notice_id} notice={notice} />
              ))}
            </ul>
          </Panel>
        </section>
      )}
    </div>
  );
}

function Card({ notice }: { notice: NoticeView }) {
  const queries = useQueryClient();
  const words = wordsForNotice(notice);
  const isBroken = notice.kind === "account_broken";
  const dismiss = useMutation({
    mutationFn: () => dismissNotice(notice.notice_id),
    onSettled: () => queries.invalidateQueries({ queryKey: noticesQuery.queryKey }),
  });
  const params = { accountId: notice.linked_account_id };
  return (
    <li className="enter flex gap-4 px-5 py-4">
      <span className="mt-1">
        <JointGlyph state={isBroken ? "held" : "parted"} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">
          <Breakable text={words.title} />
        </p>
        <p className="mt-0.5 text-ink-2">
          {words.body}{" "}
          <span className="text-ink-3 text-sm">
            <Ago at={notice.created_at} />
          </span>
        </p>
        <div className="mt-3 flex flex-wrap gap-2">
          {isBroken ? (
            <ButtonLink size="sm" to="/accounts/$accountId" params={params} search={{ repair: true }}>
              {t.notices.broken.action}
              <span className="sr-only"> {notice.external_account_id}</span>
            </ButtonLink>
          ) : (
            <ButtonLink size="sm" to="/accounts/$accountId/receipt" params={params}>
              {t.notices.removed.action}
              <span className="sr-only"> {notice.external_account_id}</span>
            </ButtonLink>
          )}
          <Button size="sm" look="quiet" disabled={dismiss.isPending} onClick={() => dismiss.mutate()}>
            {t.notices.dismiss}
            <span className="sr-only"> {words.title}</span>
          </Button>
        </div>
      </div>
    </li>
  );
}
