import { once } from "node:events";
import { takesConnections } from "@joinery/workshop";
import { expect, test } from "vitest";
import { canListen } from "../ports/can-listen.ts";
import { findFreePort } from "../ports/find-free-port.ts";
import { createTemporaryFolder } from "../testing/temporary-folder.ts";
import { type CommandEvent, supervise } from "./supervise.ts";

const SERVER = `
process.stdout.write("round " + require("node:fs").readFileSync("round.txt", "utf8") + "\\n", () => {
  require("node:net").createServer(() => {}).listen(Number(process.env.PORT), "127.0.0.1");
});
`;

test("a command is started again when a file changes, and ended with everything it has started", async () => {
  using folder = createTemporaryFolder({ "server.cjs": SERVER, "round.txt": "one" });
  const world = await superviseIn(folder.path, ["sh", "-c", `"${process.execPath}" server.cjs; true`]);

  await world.until("running");
  folder.write("round.txt", "two");
  await world.until("running");
  await world.close();

  expect(world.lines).toEqual(["round one", "round two"]);
  expect(world.events.map(({ event }) => event)).toEqual(["starting", "running", "starting", "running"]);
  expect(world.events[2]).toEqual({ event: "starting", changed: "round.txt" });
  expect(await canListen("127.0.0.1", world.port)).toBe(true);
});

test("a command that ends by itself is told, and the next change starts it", async () => {
  using folder = createTemporaryFolder({ "server.cjs": "console.log('oh no'); process.exit(7);" });
  const world = await superviseIn(folder.path, [process.execPath, "server.cjs"]);

  await world.until("ended");
  folder.write("server.cjs", SERVER.replace("round.txt", "server.cjs"));
  await world.until("running");
  await world.close();

  expect(world.events).toContainEqual({ event: "ended", exit_code: 7 });
  expect(world.lines[0]).toBe("oh no");
});

test("a program that does not exist is named", async () => {
  using folder = createTemporaryFolder();
  const world = await superviseIn(folder.path, ["no-such-program"]);

  await world.until("ended");
  await world.close();

  expect(world.lines).toEqual(["There is no program called no-such-program."]);
});

async function superviseIn(folder: string, command: readonly string[]) {
  const port = await findFreePort();
  const events: CommandEvent[] = [];
  const lines: string[] = [];
  const happened = new EventTarget();
  let seen = 0;
  const running = await supervise({
    command,
    folder,
    env: { ...process.env, PORT: String(port) },
    watched: [folder],
    isListening: () => takesConnections(port, "127.0.0.1"),
    onLine: (line) => lines.push(line),
    onEvent(event) {
      events.push(event);
      happened.dispatchEvent(new Event("any"));
    },
  });
  return {
    port,
    events,
    lines,
    close: () => running.close(),
    /** Waits for the next event of a name that no earlier wait has seen. */
    async until(name: CommandEvent["event"]) {
      for (;;) {
        const index = events.findIndex(({ event }, at) => at >= seen && event === name);
        seen = index === -1 ? seen : index + 1;
        if (index !== -1) return;
        await once(happened, "any");
      }
    },
  };
}
