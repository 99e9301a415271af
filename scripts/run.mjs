// Entry of every root script: `node scripts/run.mjs <task> [arguments]`.
// It is parsed by whatever Node the machine has, so it stays plain JavaScript, loads nothing before the Node is known
// to be good enough, and needs no dependency.
import { refusalFor } from "./launch/refusal.mjs";

const refusal = refusalFor({ version: process.versions.node, platform: process.platform, arch: process.arch });

if (refusal !== undefined) {
  console.error(refusal);
  process.exitCode = 1;
} else {
  import("./launch/launch.mjs")
    .then(({ launch }) => launch(process.argv.slice(2)))
    .then((exitCode) => {
      process.exitCode = exitCode;
    });
}
