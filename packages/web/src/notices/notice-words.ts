import type { NoticeView } from "@joinery/contract/pages";
import { t } from "../texts/current.ts";

export interface NoticeWords {
  title: string;
  body: string;
}

/** What people read about a notice. A reason we have no words for stays out of sight. */
export function wordsForNotice(notice: NoticeView): NoticeWords {
  const { external_account_id: id, integration_name: name } = notice;
  if (notice.kind === "account_broken") {
    const { title, reasons, other } = t.notices.broken;
    return { title: title(id, name), body: sentence(reasons, notice.reason, other)(name) };
  }
  const { title, causes, other } = t.notices.removed;
  return { title: title(id, name), body: sentence(causes, notice.reason, other)(name) };
}

type Sentence = (name: string) => string;

function sentence(known: Record<string, Sentence>, reason: string | null, other: Sentence): Sentence {
  const found = reason !== null && Object.hasOwn(known, reason) ? known[reason] : undefined;
  return found ?? other;
}

/** Changes with every notice that comes or goes, and with nothing else. */
export function keyOfNotices(notices: readonly Pick<NoticeView, "notice_id">[]): string {
  return notices
    .map((notice) => notice.notice_id)
    .sort()
    .join(" ");
}
