import { USERS_PER_PAGE, type User, user } from "@joinery/contract";
import { expect, test } from "vitest";
import { codeOf } from "../testing/look-inside.ts";
import { dataOf, startHub } from "../testing/start-hub.ts";
import { addOrganisation, addPerson } from "./add-people.ts";

test("users come in pages as a flat array, and past the last page it is empty", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const { db, clock } = hub.hub.context;
  for (let number = 4; number <= USERS_PER_PAGE + 1; number++) {
    const name = { firstName: `P${number}`, secondName: "Person", email: `p${number}@engines.example` };
    await addPerson(db, hub.organisationId, { ...name, role: "member" }, clock());
  }
  const page = async (number: number) => dataOf<User[]>(await plain.api.get(`/v2/user?page=${number}`));
  const [first, second] = [await page(1), await page(2)];
  expect([first.length, second.length]).toEqual([USERS_PER_PAGE, 1]);
  expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(USERS_PER_PAGE + 1);
  expect(await page(3)).toEqual([]);
  expect(await dataOf(await plain.api.get("/v2/user"))).toEqual(first);
});

test("one user is an array of one, found by id or by employee number", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const { db, clock } = hub.hub.context;
  const grace = {
    firstName: "Grace",
    secondName: "Hop",
    email: "g@engines.example",
    employeeId: "E 7",
    role: "member" as const,
  };
  const id = await addPerson(db, hub.organisationId, grace, clock());
  const [byId] = await dataOf<User[]>(await plain.api.get(`/v2/user?userId=${id}`));
  expect(await dataOf(await plain.api.get("/v2/user?employeeId=E%207"))).toEqual([byId]);
  expect(user.strict().parse(byId)).toMatchObject({
    id,
    employee_id: "E 7",
    display_name: "Grace Hop",
    timezone: null,
    account_status: "active",
  });
  for (const query of ["userId=u-nobody", "employeeId=nobody", "page=1000"]) {
    expect(await dataOf(await plain.api.get(`/v2/user?${query}`))).toEqual([]);
  }
});

test("users of another organisation do not exist", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const { db, clock } = hub.hub.context;
  const far = await addOrganisation(db, "Difference Works", clock());
  const mallory = {
    firstName: "Mallory",
    secondName: "Far",
    email: "m@far.example",
    employeeId: "F1",
    role: "member" as const,
  };
  const id = await addPerson(db, far, mallory, clock());
  expect(await dataOf(await plain.api.get(`/v2/user?userId=${id}`))).toEqual([]);
  expect(await dataOf(await plain.api.get("/v2/user?employeeId=F1"))).toEqual([]);
  expect(await dataOf(await plain.api.get("/v2/user"))).toHaveLength(3);
});

test.each(["page=0", "page=-1", "page=1.5", "page=x", "userId=", `employeeId=${"x".repeat(256)}`])(
  "%s is refused",
  async (query) => {
    await using hub = await startHub();
    const plain = await hub.addIntegration("plain");
    const reply = await plain.api.get(`/v2/user?${query}`);
    expect([reply.status, await codeOf(reply)]).toEqual([400, "BAD_REQUEST"]);
  },
);
