import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { getOrganisation } from "../directory/organisations.ts";
import { findPerson } from "../directory/people.ts";
import { retryDelayMs } from "../events/retry-delay.ts";
import { getIntegration } from "../integrations/store.ts";
import type { JobData } from "../jobs/jobs.ts";
import { toHtml, toText } from "../mail/letter.ts";
import type { Mail, MailOutcome } from "../mail/mailer.ts";
import { letterOf, subjectOf } from "./notice-letter.ts";
import { recipientOf } from "./recipient.ts";
import { findNotice, markMail, type NoticeRow } from "./store.ts";

/** After a day the page says it better than a mail. */
const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

/** The job `notice.mail`: sends the mail of a notice, unless there is nothing left to say. */
export async function mailNotice(context: Context, job: JobData["notice.mail"]): Promise<void> {
  const notice = await findNotice(context.db, job);
  if (notice?.mail_state !== "waiting") return;
  const mail = notice.settled_at === null && notice.dismissed_at === null ? await compose(context, notice) : undefined;
  if (mail === undefined || context.mailer === undefined) {
    return context.transact((tx) => markMail(tx, job, { mail_state: "off" }));
  }
  const { outcome, code } = await context.mailer.send(mail);
  if (code !== null) context.log("warn", "mail.failed", { notice: notice.notice_id, code });
  await endAttempt(context, notice, outcome);
}

async function compose(context: Context, notice: NoticeRow): Promise<Mail | undefined> {
  const { db, publicUrl } = context;
  const { organisation_id: organisationId, user_id: userId, service_id: serviceId } = notice;
  const to = recipientOf(await findPerson(db, { organisationId, userId }));
  if (to === undefined) return undefined;
  const facts = {
    notice,
    personName: to.name,
    integrationName: (await getIntegration(db, { organisationId, serviceId })).name,
    organisationName: (await getOrganisation(db, organisationId)).name,
    publicUrl,
  };
  const letter = letterOf(facts);
  return {
    to,
    subject: subjectOf(facts),
    text: toText(letter),
    html: toHtml(letter),
    messageId: `<notice-${notice.notice_id}@${publicUrl.hostname}>`,
    at: notice.created_at,
  };
}

async function endAttempt(context: Context, notice: NoticeRow, outcome: MailOutcome): Promise<void> {
  const now = context.clock();
  const ref = { organisationId: notice.organisation_id, noticeId: notice.notice_id };
  const attempts = notice.mail_attempts + 1;
  const isOver = now.getTime() - notice.created_at.getTime() >= GIVE_UP_AFTER_MS;
  await context.transact(async (tx) => {
    if (outcome === "sent") {
      await markMail(tx, ref, { mail_state: "sent", mailed_at: now, mail_attempts: attempts });
    } else if (outcome === "refused" || isOver) {
      await markMail(tx, ref, { mail_state: "failed", mail_attempts: attempts });
      await record(tx, {
        organisationId: notice.organisation_id,
        at: now,
        action: "notice.mail_failed",
        subjectId: notice.user_id,
        serviceId: notice.service_id,
        detail: { linked_account: notice.linked_account_id, refused: outcome === "refused" },
      });
    } else {
      await markMail(tx, ref, { mail_attempts: attempts });
      const dueAt = new Date(now.getTime() + retryDelayMs(attempts, Math.random()));
      await context.jobs.send(tx, "notice.mail", ref, { dueAt });
    }
  });
}
