import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** One mail as it arrived. */
export interface ReceivedMail {
  from: string;
  to: string[];
  secure: boolean;
  user: string | undefined;
  /** Header fields by lower-case name, unfolded and otherwise as they were sent. */
  headers: Map<string, string[]>;
  /** The whole message as it was sent. */
  raw: string;
}

/** A refusal with the number that the server answers. */
export class MailRefusal extends Error {
  readonly responseCode: number;

  constructor(responseCode: number) {
    super("No.");
    this.responseCode = responseCode;
  }
}

/** For tests: a real SMTP server on loopback. `refuse` says what it thinks of the next recipients. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const received: ReceivedMail[] = [];
  const state: { refuse: number | undefined } = { refuse: undefined };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onRcptTo: (_address, _session, done) => done(state.refuse === undefined ? null : new MailRefusal(state.refuse)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const raw = Buffer.concat(chunks).toString();
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user,
          headers: headersOf(raw),
          raw,
        });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    /** Refuses recipients with a number from now on, or takes them again. */
    refuse: (responseCode: number | undefined) => {
      state.refuse = responseCode;
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function headersOf(raw: string): Map<string, string[]> {
  const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replaceAll(/\r\n[ \t]+/g, " ");
  const fields = head.split("\r\n").map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const byName = new Map<string, string[]>();
  for (const [name, value] of fields) byName.set(name, [...(byName.get(name) ?? []), value]);
  return byName;
}

/** One part of a mail in plain characters: `plain` or `html`. */
export function partOf({ raw }: ReceivedMail, type: "plain" | "html"): string {
  const start = raw.indexOf(`Content-Type: text/${type}`);
  const [head = "", ...rest] = raw.slice(start).split("\r\n\r\n");
  const body = rest.join("\r\n\r\n").split(/\r\n--(?=[^ ])/)[0] ?? "";
  const encoding = /content-transfer-encoding: (\S+)/i.exec(head)?.[1] ?? "7bit";
  const decoders: Record<string, (text: string) => string> = {
    "7bit": (text) => text,
    base64: (text) => Buffer.from(text, "base64").toString(),
    "quoted-printable": fromQuotedPrintable,
  };
  return (decoders[encoding]?.(body) ?? body).replaceAll("\r\n", "\n");
}

/** An encoded word or several of them (RFC 2047) in plain characters. */
export function decodeWords(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_whole, kind: string, text: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(text, "base64").toString("latin1")
        : text.replaceAll("_", " ").replaceAll(/=([0-9A-F]{2})/gi, (_code, hex: string) => fromHex(hex)),
    )
    .replace(/[\s\S]*/, (bytes) => (isLatin(bytes) ? Buffer.from(bytes, "latin1").toString() : bytes));
}

const fromHex = (hex: string) => String.fromCharCode(Number.parseInt(hex, 16));
const isLatin = (text: string) => [...text].every((character) => (character.codePointAt(0) ?? 0) < 256);

function fromQuotedPrintable(text: string): string {
  const bytes = text.replaceAll("=\r\n", "").replaceAll(/=([0-9A-F]{2})/g, (_code, hex: string) => fromHex(hex));
  return Buffer.from(bytes, "latin1").toString();
}
