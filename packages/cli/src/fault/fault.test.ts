import { FAULTS } from "@joinery/contract/workshop";
import { expect, test } from "vitest";
import { use } from "../testing/command-line.ts";
import { startFakeWorkshop } from "../testing/fake-workshop.ts";
import { createTemporaryFolder } from "../testing/temporary-folder.ts";

const ANSWERS = {
  "GET /api/workshop": { faults: ["slow-6s"] },
  "PUT /api/faults/slow-6s": {},
  "DELETE /api/faults": {},
};

test("all faults are listed, with which are on", async () => {
  await using workshop = await startFakeWorkshop(ANSWERS);
  const { exitCode, stdout } = await use(["fault", "--json"], workshop);
  const { faults } = JSON.parse(stdout) as { faults: { id: string; on: boolean }[] };
  expect(exitCode).toBe(0);
  expect(faults.map(({ id }) => id)).toEqual(Object.keys(FAULTS));
  expect(faults.filter(({ on }) => on).map(({ id }) => id)).toEqual(["slow-6s"]);
});

test("a fault is switched on unless told otherwise, and all are switched off at once", async () => {
  await using workshop = await startFakeWorkshop(ANSWERS);
  expect((await use(["fault", "slow-6s"], workshop)).stdout).toContain("after 6 seconds");
  expect((await use(["fault", "slow-6s", "off"], workshop)).exitCode).toBe(0);
  expect((await use(["fault", "all", "off"], workshop)).exitCode).toBe(0);
  expect(workshop.asked).toEqual(["PUT /api/faults/slow-6s", "PUT /api/faults/slow-6s", "DELETE /api/faults"]);
});

test.each([
  [["slow-5s"], "Did you mean slow-6s?"],
  [["slow-6s", "maybe"], "on or off"],
  [["all"], "Not all faults"],
])("%j is wrong use, and nothing is asked", async (argv, hint) => {
  await using workshop = await startFakeWorkshop(ANSWERS);
  const { exitCode, stderr } = await use(["fault", ...argv], workshop);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(hint);
  expect(workshop.asked).toEqual([]);
});

test("a workshop elsewhere is named by its address, its token comes from the environment", async () => {
  await using workshop = await startFakeWorkshop(ANSWERS);
  using elsewhere = createTemporaryFolder();
  const argv = ["fault", "slow-6s", "--workshop", workshop.url];

  const without = await use(argv, { folder: elsewhere.path });
  const env = { JOINERY_WORKSHOP_TOKEN: workshop.token };
  const withToken = await use(argv, { folder: elsewhere.path, env });
  const withWrong = await use(argv, { folder: elsewhere.path, env: { JOINERY_WORKSHOP_TOKEN: "another" } });

  expect([without.exitCode, withToken.exitCode, withWrong.exitCode]).toEqual([2, 0, 3]);
  expect(withWrong.stderr).toBe("It says 401.\n");
});
