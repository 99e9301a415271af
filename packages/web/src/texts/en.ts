import { access } from "./en/access.ts";
import { account } from "./en/accounts.ts";
import { admin } from "./en/admin.ts";
import { attention } from "./en/attention.ts";
import { conformance } from "./en/conformance.ts";
import { connect, flowPages } from "./en/connect.ts";
import { directory } from "./en/directory.ts";
import { events } from "./en/events.ts";
import { integrations } from "./en/integrations.ts";
import { manage } from "./en/manage.ts";
import { notices } from "./en/notices.ts";
import { offboarding } from "./en/offboarding.ts";
import { problems } from "./en/problems.ts";
import { receipt } from "./en/receipt.ts";
import { general, session } from "./en/session.ts";
import { tokens } from "./en/tokens.ts";

/** Every word on the pages, in English. Another language is another object of the same type. */
export const en = {
  /** For `Intl`. */
  language: "en-GB",
  general,
  session,
  integrations,
  account,
  receipt,
  notices,
  connect,
  flowPages,
  admin,
  attention,
  access,
  offboarding,
  directory,
  events,
  manage,
  conformance,
  problems,
  tokens,
};

export type Texts = typeof en;
