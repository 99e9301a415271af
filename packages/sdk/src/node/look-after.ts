import type { Unfinished } from "../unfinished.ts";

/** Milliseconds between two looks at what is unfinished: also at what other processes have left behind meanwhile. */
const LOOK_EVERY = 2_000;

/** Settles what is unfinished now and from time to time, until told to stop. It keeps no process alive. */
export function lookAfter(unfinished: Unfinished): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  async function look(): Promise<void> {
    await unfinished.settle();
    if (!isOver) timer = setTimeout(() => void look(), LOOK_EVERY).unref();
  }
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
