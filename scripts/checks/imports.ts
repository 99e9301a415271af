import { FILE_RULES } from "./imports/file-rules.ts";
import { HUB_RULES } from "./imports/hub-rooms.ts";
import { createWorld, type Module, type World } from "./imports/modules.ts";
import { IMPORT_RULES } from "./imports/rules.ts";
import { checkTableOwners } from "./imports/table-owners.ts";
import type { SourceFiles } from "./source-files.ts";

/**
 * Checks the direction of imports and what goes with it. Answers with one line for each violation,
 * the place first.
 */
export function checkImports(files: SourceFiles): string[] {
  const world = createWorld(files);
  const ofModules = [...world.modules.values()].flatMap((module) => [...violationsOf(module, world)]);
  return [...ofModules, ...checkTableOwners(world)];
}

function* violationsOf(module: Module, world: World): Generator<string> {
  for (const rule of FILE_RULES) {
    const sentence = rule(module, world);
    if (sentence !== undefined) yield `${module.path}: ${sentence}`;
  }
  for (const found of module.imports) {
    for (const rule of [...IMPORT_RULES, ...HUB_RULES]) {
      const sentence = rule(module, found, world);
      if (sentence === undefined) continue;
      yield `${module.path}:${found.line} imports "${found.specifier}": ${sentence}`;
      break;
    }
  }
}
