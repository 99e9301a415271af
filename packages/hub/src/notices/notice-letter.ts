import type { Letter, Words } from "../mail/letter.ts";
import { isolated, plainName } from "../mail/plain-name.ts";
import type { NoticeRow } from "./store.ts";

/** What a mail about a notice is made of; names as somebody entered them. */
export interface NoticeFacts {
  notice: NoticeRow;
  personName: string;
  integrationName: string;
  organisationName: string;
  publicUrl: URL;
}

/** So that a subject can be read in a list of mails. */
const SUBJECT_NAME_MAX = 40;
const NAME_MAX = 120;

type Sentence = (integration: { name: string }) => Words;

/** The words of the pages, for somebody who is not looking at one. */
const BROKEN: Record<string, Sentence> = {
  requires_reauthentication: (integration) => [
    integration,
    " no longer accepts the permission you gave. That happens when it expires, or when a password changes. Nothing is lost.",
  ],
  rotation_lost: (integration) => [
    "We lost touch with ",
    integration,
    " while renewing your access, and can't renew it any more. Nobody else has it, and nothing is lost.",
  ],
};
const BROKEN_OTHERWISE: Sentence = (integration) => [integration, " can't use this account any more. Nothing is lost."];
const REMOVED: Record<string, Sentence> = {
  administrator: () => ["An administrator disconnected it."],
  offboarding: () => ["That happened because your access was switched off."],
  replaced: () => ["Another account was put in its place."],
  cancelled: () => ["It came back instead of the account that was meant, and was not kept."],
  integration: (integration) => [integration, " removed it itself."],
};
const REMOVED_OTHERWISE: Sentence = () => ["You did not do this yourself."];

/** The subject, which goes into a header: one line, and no direction leaks out of the name. */
export function subjectOf({ notice, integrationName }: NoticeFacts): string {
  const name = isolated(plainName(integrationName, SUBJECT_NAME_MAX));
  return notice.kind === "account_broken" ? `Your link to ${name} needs you` : `Your link to ${name} was removed`;
}

/** What the mail says. Its link only opens a page; nothing is done before somebody presses a button there. */
export function letterOf({ notice, personName, organisationName, publicUrl, ...facts }: NoticeFacts): Letter {
  const integration = { name: plainName(facts.integrationName, NAME_MAX) };
  const account = { name: plainName(notice.external_account_id, NAME_MAX) };
  const person = plainName(personName, NAME_MAX);
  const page = `/accounts/${encodeURIComponent(notice.linked_account_id)}`;
  const isBroken = notice.kind === "account_broken";
  const sentence = isBroken
    ? sentenceOf(BROKEN, notice.reason, BROKEN_OTHERWISE)
    : sentenceOf(REMOVED, notice.reason, REMOVED_OTHERWISE);
  return {
    greeting: person === "" ? ["Hello,"] : ["Hello ", { name: person }, ","],
    paragraphs: isBroken
      ? [
          ["Your account ", account, " in ", integration, " has to be connected again."],
          sentence(integration),
          ["Connect it again on its page; that takes a minute."],
        ]
      : [["Your account ", account, " was disconnected from ", integration, "."], sentence(integration)],
    action: isBroken
      ? { label: "Connect it again", url: new URL(`${page}?repair`, publicUrl).href }
      : { label: "See the receipt", url: new URL(`${page}/receipt`, publicUrl).href },
    footnotes: [
      ["You get this mail once, from ", { name: plainName(organisationName, NAME_MAX) }, "."],
      ["Opening the address changes nothing: it leads to a page of yours, and there you decide."],
    ],
  };
}

function sentenceOf(known: Record<string, Sentence>, reason: string | null, otherwise: Sentence): Sentence {
  return (reason !== null && Object.hasOwn(known, reason) ? known[reason] : undefined) ?? otherwise;
}
