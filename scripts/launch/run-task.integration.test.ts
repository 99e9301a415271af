import {
  type ChildProcess,
  type SpawnOptionsWithStdioTuple,
  type StdioNull,
  type StdioPipe,
  spawn,
} from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";
import { createTemporaryFolder, type TemporaryFolder } from "../temporary-folder.ts";

const RUN_TASK = new URL("run-task.mjs", import.meta.url).href;
const END_WITH_LAUNCHER = new URL("../processes/end-with-launcher.ts", import.meta.url).href;

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** A task that says its number, counts signals, and ends a moment after the first. */
const PATIENT_TASK = `
import { endWithLauncher } from "${END_WITH_LAUNCHER}";
let count = 0;
const stop = (signal) => {
  count += 1;
  if (count === 1) setTimeout(() => { console.log("ended after", count, signal); process.exit(7); }, 300);
};
process.on("SIGINT", stop).on("SIGTERM", stop);
endWithLauncher();
setInterval(() => {}, 1_000);
console.log("task", process.pid);
`;
const STUBBORN_TASK = `
process.on("SIGINT", () => console.log("no"));
setInterval(() => {}, 1_000);
console.log("task", process.pid);
`;

/** Starts a launcher around a task, as run.mjs does, in a process group of its own as a terminal does. */
async function launch(folder: TemporaryFolder, task: string, shellArgs?: string[]) {
  const file = folder.write("task.mjs", task);
  const launcher = folder.write(
    "launcher.mjs",
    `import { runTask } from "${RUN_TASK}";
     process.exitCode = await runTask(process.execPath, ["${file}"], { cwd: "${folder.path}", env: process.env });`,
  );
  const options: SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioNull> = {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  };
  const child =
    shellArgs === undefined
      ? spawn(process.execPath, [launcher], options)
      : spawn("/bin/sh", [...shellArgs, process.execPath, launcher], options);
  started.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => String((await lines.next()).value);
  const pid = Number((await nextLine()).split(" ")[1]);
  return { child, pid, nextLine, ended: once(child, "exit") };
}

test("a Ctrl-C in the terminal, passed on by npm as well, reaches the task once; we wait and keep its exit code", async () => {
  using folder = createTemporaryFolder();
  const { child, nextLine, ended } = await launch(folder, PATIENT_TASK);

  process.kill(-Number(child.pid), "SIGINT"); // the terminal: the whole group
  child.kill("SIGINT"); // npm

  expect(await nextLine()).toBe("ended after 1 SIGINT");
  expect(await ended).toEqual([7, null]);
});

test("the task hears of a launcher that was killed", async () => {
  using folder = createTemporaryFolder();
  const { child, nextLine } = await launch(folder, PATIENT_TASK);
  child.kill("SIGKILL");
  expect(await nextLine()).toBe("ended after 1 SIGTERM");
});

test("the task hears when the command that started the launcher was killed", async () => {
  using folder = createTemporaryFolder();
  const { child, nextLine } = await launch(folder, PATIENT_TASK, ["-c", '"$0" "$1"; exit $?']);
  child.kill("SIGKILL");
  expect(await nextLine()).toBe("ended after 1 SIGTERM");
});

test("asking again kills a task that does not end", async () => {
  using folder = createTemporaryFolder();
  const { child, nextLine, ended } = await launch(folder, STUBBORN_TASK);
  child.kill("SIGINT");
  expect(await nextLine()).toBe("no");
  const again = setInterval(() => child.kill("SIGINT"), 100);
  expect(await ended).toEqual([137, null]);
  clearInterval(again);
});
