/** A process that puts entries into a spool until it is killed, and prints each name once it is kept. */
import { fileSpool } from "../node/file-spool.ts";

const spool = fileSpool(process.env.SPOOL ?? "");
const padding = "x".repeat(20_000);

for (let number = 0; ; number += 1) {
  const name = `entry-${number}`;
  await spool.put(name, `${name} ${padding}`);
  process.stdout.write(`${name}\n`);
  if (number % 3 === 2) await spool.remove(`entry-${number - 1}`);
}
