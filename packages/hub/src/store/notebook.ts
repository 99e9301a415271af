import { describeError, type Log } from "../log.ts";

/** Notes when things were last used, in memory, and writes them down together. */
export interface Notebook<Ref extends Record<string, string>> {
  /** Notes a use; nothing is written in the request. */
  note(ref: Ref, at: Date): void;
  /** Writes what was noted since the last time. A failure is logged, and the notes are kept for the next round. */
  write(): Promise<void>;
}

/** One note: what was used, and when last. */
export type Note<Ref> = Ref & { at: string };

/** More than this is written in several statements. */
const NOTES_PER_STATEMENT = 1_000;

/**
 * Keeps "last used" out of the requests. A crash loses the last seconds of it, and each process keeps notes of its own:
 * the latest time counts, whoever writes first.
 */
export function createNotebook<Ref extends Record<string, string>>(
  log: Log,
  writeNotes: (notes: Note<Ref>[]) => Promise<void>,
): Notebook<Ref> {
  let notes = new Map<string, Note<Ref>>();
  const keep = (note: Note<Ref>, key: string) => {
    if ((notes.get(key)?.at ?? "") < note.at) notes.set(key, note);
  };
  return {
    note: (ref, at) => keep({ ...ref, at: at.toISOString() }, Object.values(ref).join(" ")),
    async write() {
      const waiting = [...notes];
      notes = new Map();
      for (let first = 0; first < waiting.length; first += NOTES_PER_STATEMENT) {
        const share = waiting.slice(first, first + NOTES_PER_STATEMENT);
        try {
          await writeNotes(share.map(([, note]) => note));
        } catch (error) {
          for (const [key, note] of share) keep(note, key);
          log("warn", "last_used.failed", describeError(error));
        }
      }
    },
  };
}
