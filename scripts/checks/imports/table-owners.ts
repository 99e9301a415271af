import { roomOf } from "./hub-rooms.ts";
import type { Module, World } from "./modules.ts";

/** Every way in which a query names a table. */
const TABLE =
  /\b(?:selectFrom|insertInto|updateTable|deleteFrom|(?:inner|left|right|full)Join|using|mergeInto)\(\s*"([a-z_]+)/g;

/** The ground floor makes the tables and does not own them. */
const NOT_ROOMS = new Set(["", "store", "testing"]);

/**
 * A room owns its tables; another room asks it through its functions. The owner is the room that names a table most
 * often, so nobody keeps a list.
 */
export function checkTableOwners(world: World): string[] {
  const uses = [...world.modules.values()].filter(({ isTest }) => !isTest).flatMap(usesOfTables);
  const tables = Map.groupBy(uses, ({ table }) => table);
  return [...tables].flatMap(([table, ofTable]) => {
    const rooms = [...Map.groupBy(ofTable, ({ room }) => room)].sort(
      ([, left], [, right]) => right.length - left.length,
    );
    const owner = rooms[0]?.[0];
    return ofTable
      .filter(({ room }) => room !== owner)
      .map(({ path, line, room }) => `${path}:${line} names the table ${table}: ${room} asks ${owner}, which owns it`);
  });
}

function usesOfTables({ path, source }: Module): { table: string; room: string; path: string; line: number }[] {
  const room = roomOf(path);
  if (room === undefined || NOT_ROOMS.has(room)) return [];
  return [...source.matchAll(TABLE)].map(({ 1: table = "", index }) => {
    return { table, room, path, line: source.slice(0, index).split("\n").length };
  });
}
