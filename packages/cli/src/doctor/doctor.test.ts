import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { use } from "../testing/command-line.ts";
import { createTemporaryFolder } from "../testing/temporary-folder.ts";
import { VERSION } from "../version.ts";

async function doctor(folder: string, ...argv: string[]) {
  const { exitCode, stdout } = await use(["doctor", "--json", ...argv], { folder });
  const { findings } = JSON.parse(stdout) as { findings: { what: string; remedy?: string }[] };
  return { exitCode, remedies: findings.flatMap(({ remedy }) => remedy ?? []), findings };
}

test("a port that is in use is named with whose it is and what to type", async () => {
  using folder = createTemporaryFolder();
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const { exitCode, findings } = await doctor(folder.path, "--port", String(port));
  server.close();

  expect(exitCode).toBe(1);
  expect(findings).toContainEqual({
    what: `Port ${port} is in use (the hub).`,
    remedy: expect.stringContaining(`--port ${port + 100}`),
  });
});

test("packages that are missing or do not belong together are told", async () => {
  using folder = createTemporaryFolder({
    "package.json": JSON.stringify({
      dependencies: { "@joinery/sdk": "*" },
      devDependencies: { "@joinery/cli": "*", x: "*" },
    }),
    "node_modules/@joinery/cli/package.json": JSON.stringify({ version: "9.9.9" }),
  });
  const { remedies } = await doctor(folder.path);
  expect(remedies).toEqual(
    expect.arrayContaining(["Run: npm install", `Bring them together: npm install @joinery/cli@${VERSION}`]),
  );
});

test("files with secrets that git would take are told, and with the lines of the scaffold they are not", async () => {
  using folder = createTemporaryFolder({ ".git/HEAD": "" });
  expect((await doctor(folder.path)).remedies).toContainEqual("Add to .gitignore: .joinery/ .env .env.joinery");
  folder.write(".gitignore", "node_modules/\n.joinery/\n.env*\n");
  expect((await doctor(folder.path)).remedies).not.toContainEqual(expect.stringContaining(".gitignore"));
});

test("a joinery dev that was killed is noticed", async () => {
  const killed = { workshop: "http://127.0.0.1:1", token: "t", pid: 2 ** 30 };
  using folder = createTemporaryFolder({ ".joinery/dev.json": JSON.stringify(killed) });
  const { findings } = await doctor(folder.path);
  expect(findings).toContainEqual({ what: expect.stringContaining("has ended"), remedy: expect.any(String) });
});
