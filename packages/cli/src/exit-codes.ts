/** What the command line ends with. Public: scripts and CI rely on them. */
export const EXIT = {
  ok: 0,
  foundWrong: 1,
  wrongUse: 2,
  couldNotRun: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each exit code means, where a command has no more to say. */
export const EXIT_CODES: readonly (readonly [ExitCode, string])[] = [
  [EXIT.ok, "Everything went well."],
  [EXIT.foundWrong, "It ran, and found something wrong."],
  [EXIT.wrongUse, "It was called wrongly; nothing was done."],
  [EXIT.couldNotRun, "It could not do its work; the sentence on stderr says why."],
  [EXIT.interrupted, "It was interrupted (Ctrl-C)."],
];
