import type { MailSettings } from "../mail/settings.ts";
import type { SettingReader } from "./setting-reader.ts";

/** Reads how e-mail is sent; `undefined` means not at all. */
export function readMail(read: SettingReader): MailSettings | undefined {
  const url = read.url("JOINERY_SMTP_URL", ["smtp:", "smtps:"]);
  const from = read.text("JOINERY_MAIL_FROM");
  if (from !== undefined && !/^[^\r\n]*[^\s@]+@[^\s@]+>?$/.test(from)) {
    read.refuse("JOINERY_MAIL_FROM", "Give a sender, as in Joinery <joinery@acme.example>.");
  }
  if (read.isNamed("JOINERY_SMTP_URL") && from === undefined) {
    read.refuse("JOINERY_MAIL_FROM", "Name the sender: a mail server is set.");
  }
  if (!read.isNamed("JOINERY_SMTP_URL") && from !== undefined) {
    read.refuse("JOINERY_SMTP_URL", "Name the mail server: a sender is set.");
  }
  return url === undefined || from === undefined ? undefined : { smtpUrl: url.href, from };
}
