import type SMTPTransport from "nodemailer/lib/smtp-transport";
import { isLoopbackHost } from "../http/host.ts";

/** How long a server may take to be found and reached, to greet, and to say something more. */
export interface MailTimeouts {
  connectMs: number;
  greetingMs: number;
  silenceMs: number;
}

const TIMEOUTS: MailTimeouts = { connectMs: 10_000, greetingMs: 10_000, silenceMs: 20_000 };
/** Message submission, and the same within TLS (RFC 8314, 3). */
const PORTS = { "smtp:": 587, "smtps:": 465 } as const;

/**
 * Reads `smtp://` or `smtps://user:password@host:port`. With `smtp` TLS is used when the server offers it; a password is
 * sent only within TLS, except to this machine. A certificate that nobody vouches for ends the connection either way.
 */
export function transportOptionsOf(
  smtpUrl: string,
  { hostname, ca, timeouts }: { hostname: string; ca?: string; timeouts?: Partial<MailTimeouts> },
): SMTPTransport.Options {
  const url = new URL(smtpUrl);
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const { connectMs, greetingMs, silenceMs } = { ...TIMEOUTS, ...timeouts };
  const hasPassword = url.password !== "";
  return {
    host,
    port: url.port === "" ? PORTS[secure ? "smtps:" : "smtp:"] : Number(url.port),
    secure,
    requireTLS: !secure && hasPassword && !isLoopbackHost(url.hostname),
    // How we introduce ourselves; the machine's own name is nobody's business.
    name: hostname,
    ...(hasPassword
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
    ...(ca === undefined ? {} : { tls: { ca } }),
    connectionTimeout: connectMs,
    dnsTimeout: connectMs,
    greetingTimeout: greetingMs,
    socketTimeout: silenceMs,
  };
}
