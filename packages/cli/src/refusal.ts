import { EXIT, type ExitCode } from "./exit-codes.ts";

/** Why a command ends early, in one sentence for whoever typed it. It never names a secret. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly exitCode: ExitCode;
  /** What to type or read next. */
  readonly next: string | undefined;

  constructor(exitCode: ExitCode, sentence: string, options: { next?: string; cause?: unknown } = {}) {
    super(sentence, options);
    this.exitCode = exitCode;
    this.next = options.next;
  }
}

/** The command was called wrongly. */
export function wrongUse(sentence: string, next?: string): Refusal {
  return new Refusal(EXIT.wrongUse, sentence, next === undefined ? {} : { next });
}

/** The command could not do its work. */
export function couldNotRun(sentence: string, next?: string): Refusal {
  return new Refusal(EXIT.couldNotRun, sentence, next === undefined ? {} : { next });
}
