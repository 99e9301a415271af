import nodemailer from "nodemailer";
import type { MailSettings } from "./settings.ts";
import { type MailTimeouts, transportOptionsOf } from "./transport-options.ts";

/** One e-mail to one person. */
export interface Mail {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** The same for every attempt, so that a mailbox that gets a mail twice shows it once (RFC 5322, 3.6.4). */
  messageId: string;
  at: Date;
}

/** `refused`: the server does not want this mail, now or later. `later`: it could not be asked, or has no time. */
export type MailOutcome = "sent" | "refused" | "later";

/** Sends e-mail. */
export interface Mailer {
  /** Never throws: what the server says is logged by its code only. */
  send(mail: Mail): Promise<{ outcome: MailOutcome; code: string | null }>;
}

/** Faults of what was sent. Everything else is a fault of the connection or of the settings, and may pass. */
const FAULTS_OF_THE_MAIL = new Set(["EENVELOPE", "EMESSAGE"]);

interface MailerOptions {
  /** How the hub introduces itself. */
  hostname: string;
  /** For servers whose certificate only they vouch for. */
  ca?: string;
  timeouts?: Partial<MailTimeouts>;
}

/** Creates what sends e-mail through the server of the settings. */
export function createMailer({ smtpUrl, from }: MailSettings, options: MailerOptions): Mailer {
  const transport = nodemailer.createTransport(transportOptionsOf(smtpUrl, options));
  return {
    async send({ to, subject, text, html, messageId, at }) {
      try {
        await transport.sendMail({
          from,
          to,
          subject,
          text,
          html,
          messageId,
          date: at,
          // So that nobody's absence note answers, and lists keep out (RFC 3834, 5; RFC 5230, 4.6).
          headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { outcome: "sent", code: null };
      } catch (error) {
        return readFault(error);
      }
    },
  };
}

function readFault(error: unknown): { outcome: MailOutcome; code: string } {
  const { code = "", responseCode = 0 } = Object(error) as { code?: string; responseCode?: number };
  const isFinal = FAULTS_OF_THE_MAIL.has(code) && responseCode >= 500;
  return { outcome: isFinal ? "refused" : "later", code: responseCode === 0 ? code : `${code} ${responseCode}` };
}
