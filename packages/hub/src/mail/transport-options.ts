import type SMTPTransport from "nodemailer/lib/smtp-transport";
import { isLoopbackHost } from "../http/host.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 20_000;
/** Message submission, and the same within TLS (RFC 8314, 3). */
const PORTS = { "smtp:": 587, "smtps:": 465 } as const;

/**
 * Reads `smtp://` or `smtps://user:password@host:port`. With `smtp` TLS is used when the server offers it; a password is
 * sent only within TLS, except to this machine. A certificate that nobody vouches for ends the connection either way.
 */
export function transportOptionsOf(
  smtpUrl: string,
  { hostname, ca }: { hostname: string; ca?: string | undefined },
): SMTPTransport.Options {
  const url = new URL(smtpUrl);
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
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
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
  };
}
