import type { Session } from "../terminal/session.ts";
import type { CommandEvent } from "./supervise.ts";

/** Says what becomes of the command: its own lines behind a bar, what happens to it in a sentence. */
export function commandReporter(session: Session, origin: string) {
  const { paint } = session;
  return {
    onLine: (line: string) => session.tell(`${paint("dim", "│")} ${line}`),
    onEvent(event: CommandEvent) {
      if (session.json) session.result(event, "");
      else session.tell(sentenceOf(event, { session, origin }));
    },
  };
}

function sentenceOf(event: CommandEvent, { session: { paint }, origin }: { session: Session; origin: string }): string {
  switch (event.event) {
    case "starting":
      return paint(
        "dim",
        event.changed === null ? "Starting your command …" : `${event.changed} has changed; starting again …`,
      );
    case "running":
      return paint("green", `Your integration takes connections at ${origin}.`);
    case "not_listening":
      return paint(
        "yellow",
        `Nothing listens at ${origin} after ${event.seconds} s. Does your server read HOST and PORT?`,
      );
    case "ended":
      return paint(
        "red",
        `Your command has ended with exit code ${event.exit_code}. It starts again when a file changes.`,
      );
  }
}
