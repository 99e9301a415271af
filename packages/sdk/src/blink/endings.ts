import { seeOther } from "../http/answers.ts";
import { describeError, type Log } from "../log.ts";
import { escapeHtml, renderPage } from "../pages/page.ts";

/** The pages on which a browser ends in Blink mode, `/connect/<ending>`; `{name}` is the external service. */
export const BLINK_ENDINGS = {
  done: {
    title: "{name} is connected",
    text: "You can close this window and go back to Blink.",
  },
  ended: {
    title: "This connection was stopped",
    text: "It was started in another browser or by someone else, or it took longer than ten minutes. Nothing was linked, and nobody got access to anything of yours.",
    advice: "If you wanted to connect, go back to Blink in this browser and press Connect there.",
  },
  stopped: {
    title: "Stopped: nothing was linked",
    text: "Good that you looked. The link was made for somebody else's Blink account, and it can't be used any more.",
    advice:
      "If somebody sent it to you, tell your administrator who. To connect your own account, press Connect in Blink.",
  },
  used: {
    title: "This link was used already",
    text: "A link to connect is good for one time. If you have just connected, everything is fine: go back to Blink.",
    advice: "Otherwise press Connect in Blink again.",
  },
  expired: {
    title: "This link is no longer good",
    text: "A link to connect is good for ten minutes. Nothing was linked.",
    advice: "Go back to Blink and press Connect again.",
  },
  declined: {
    title: "Nothing was linked",
    text: "{name} did not give access, because you or it said no.",
    advice: "If you change your mind, press Connect in Blink again.",
  },
  failed: {
    title: "The connection was not completed",
    text: "Something on the way did not answer as it should, and nothing was linked.",
    advice: "Go back to Blink and press Connect again. If it happens once more, tell your administrator.",
  },
  unsettled: {
    title: "We can't say how this ended",
    text: "{name} or Blink did not answer at the very end, so the connection may or may not be there.",
    advice:
      "Tell your administrator: {name} may have given an access that nobody uses. Then look in Blink: if {name} is shown as connected, press Disconnect there before you press Connect again.",
  },
} as const;

export type BlinkEnding = keyof typeof BLINK_ENDINGS;

export function isBlinkEnding(value: string): value is BlinkEnding {
  return Object.hasOwn(BLINK_ENDINGS, value);
}

/** Renders a last page: static, no script, no state. */
export async function blinkEndingPage(ending: BlinkEnding, name: string): Promise<Response> {
  const named = (text: string) => text.replaceAll("{name}", name);
  const { title, ...sentences } = BLINK_ENDINGS[ending];
  const paragraphs = Object.values(sentences).map((text) => `<p>${escapeHtml(named(text))}</p>`);
  return renderPage({ title: named(title), name, body: paragraphs.join("\n") });
}

/** A connect that goes no further. Thrown by a step, turned into a redirect in one place. */
export class BlinkConnectEnded extends Error {
  override readonly name = "BlinkConnectEnded";
  readonly page: BlinkEnding;
  /** Whose cookie is not needed any more. */
  readonly ticket: string | undefined;

  constructor(page: BlinkEnding, { ticket, cause }: { ticket?: string; cause?: unknown } = {}) {
    super("the connection was ended", { cause });
    this.page = page;
    this.ticket = ticket;
  }
}

/** Forgets the ticket's cookie and sends the browser to a page without code or state. */
export function endBlinkConnect(
  { page, ticket, cause }: BlinkConnectEnded,
  parts: { connectBase: URL; clearCookie: (ticket: string) => string; log: Log },
): Response {
  parts.log("warn", "connect_ended", { ticket, page, cause: describeError(cause) });
  return seeOther(
    `${parts.connectBase.origin}/connect/${page}`,
    ticket === undefined ? [] : [parts.clearCookie(ticket)],
  );
}
