import { open } from "node:fs/promises";

/** Makes sure that a power cut does not take away what was just made or renamed in a folder. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
