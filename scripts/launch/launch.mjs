import { existsSync, readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseNode } from "./choose-node.mjs";
import { ensureDependencies } from "./install.mjs";
import { runTask } from "./run-task.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const tasksFolder = join(root, "scripts/tasks");

/**
 * Prepares the dependencies and runs one task in a process of its own.
 *
 * @param {string[]} args the task's name and its arguments
 * @returns {Promise<number>} the exit code
 */
export async function launch([task = "", ...args]) {
  const file = join(tasksFolder, `${task}.ts`);
  if (!/^[a-z0-9]+$/.test(task) || !existsSync(file)) {
    console.error(`There is no task "${task}". The tasks are: ${listTasks().join(", ")}.`);
    return 1;
  }
  if (!(await ensureDependencies(root))) return 1;
  const node = chooseNode(root, process);
  return await runTask(node, [file, ...args], {
    cwd: root,
    env: {
      ...process.env,
      PATH: [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter),
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, "node_modules/.cache/node"),
    },
  });
}

function listTasks() {
  return readdirSync(tasksFolder)
    .filter((name) => /^[a-z0-9]+\.ts$/.test(name))
    .map((name) => name.slice(0, -3));
}
