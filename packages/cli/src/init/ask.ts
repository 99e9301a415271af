import { intro, isCancel, select, text } from "@clack/prompts";
import { EXIT } from "../exit-codes.ts";
import { Refusal } from "../refusal.ts";
import type { Session } from "../terminal/session.ts";
import type { Typed } from "./make-plan.ts";
import { slugOf } from "./plan.ts";

/** Asks what was not typed. Enter takes the answer that fits most people. */
export async function ask(typed: Typed, session: Session): Promise<Typed> {
  const streams = { input: session.stdin, output: session.stderr, signal: session.signal };
  intro("A new integration", streams);
  const name =
    typed.name ??
    (await answer(
      text({
        ...streams,
        message: "Which system do people link their accounts in?",
        defaultValue: "Acme Desk",
        placeholder: "Acme Desk",
      }),
    ));
  const language =
    typed.language ??
    (await answer(
      select({
        ...streams,
        message: "What is the server written in?",
        options: [
          { value: "typescript" as const, label: "TypeScript, with the SDK", hint: "a dozen lines" },
          { value: "other" as const, label: "Another language", hint: "only what it takes to test it" },
        ],
      }),
    ));
  const kind =
    typed.kind ??
    (await answer(
      select({
        ...streams,
        message: "Which hub will it run for?",
        options: [
          { value: language === "typescript" ? ("verified" as const) : ("plain" as const), label: "A Joinery hub" },
          { value: "blink" as const, label: "Blink itself" },
        ],
      }),
    ));
  if (language === "other") {
    const start =
      typed.start ??
      (await answer(
        text({
          ...streams,
          message: "How is it started?",
          defaultValue: "python3 server.py",
          placeholder: "python3 server.py",
        }),
      ));
    return { ...typed, name, language, kind, start };
  }
  const runsOn =
    typed.runsOn ??
    (await answer(
      select({
        ...streams,
        message: "Where will it run?",
        options: [
          { value: "node" as const, label: "On a Node server" },
          { value: "docker" as const, label: "In a container", hint: "adds a Dockerfile" },
        ],
      }),
    ));
  const proposed = slugOf(name);
  const folder =
    typed.folder ??
    (await answer(text({ ...streams, message: "In which folder?", defaultValue: proposed, placeholder: proposed })));
  return { ...typed, name, language, kind, runsOn, folder };
}

async function answer<Value>(asking: Promise<Value>): Promise<Exclude<Value, symbol>> {
  const value = await asking;
  if (isCancel(value)) throw new Refusal(EXIT.interrupted, "Nothing was written.");
  return value as Exclude<Value, symbol>;
}
