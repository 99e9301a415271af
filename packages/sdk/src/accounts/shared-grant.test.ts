import { expect, test } from "vitest";
import { oauth2 } from "../external/oauth2.ts";
import { ADA, deskOptions, startWorld } from "../testing/world.ts";

/** Acme Desk, if it ended everything at once that a person has granted, as Google does. */
const auth = oauth2({ ...deskOptions.auth, revocation: { as: "rfc7009", reach: "client" } });
/** What the fake service says of whoever logs in there. */
const SUBJECT = "https://login.acme.example subject-1";

test("of two links to one account the first withdraws nothing and says shared, the last one withdraws", async () => {
  const world = await startWorld({ auth });
  const tokens = [world.service.issue(), world.service.issue()];
  const ids = tokens.map((each) => world.hub.addAccount(ADA, { ...each, external_subject: SUBJECT }).linked_account_id);
  const remove = async (id: string | undefined) => {
    const answer = await world.call({ method: "DELETE", path: `/linked-accounts/${id}`, user: ADA });
    return ((await answer.json()) as { data: { revocation: string } }).data.revocation;
  };

  const first = await remove(ids[0]);
  const revokedThen = [...world.service.ledger.revoked];
  const last = await remove(ids[1]);

  expect([first, last]).toEqual(["shared", "revoked"]);
  expect(revokedThen).toEqual([]);
  expect(world.service.ledger.revoked).toContain(tokens[1]?.refresh_token);
});

test("links to different accounts are withdrawn each by itself", async () => {
  const world = await startWorld({ auth });
  const { linked_account_id: id } = world.hub.addAccount(ADA, { ...world.service.issue(), external_subject: SUBJECT });
  world.hub.addAccount(ADA, { ...world.service.issue(), external_subject: "https://login.acme.example other" });

  const answer = await world.call({ method: "DELETE", path: `/linked-accounts/${id}`, user: ADA });

  expect(await answer.json()).toMatchObject({ data: { revocation: "revoked" } });
});

test.each([
  ["a link to the same account lives", SUBJECT, 0],
  ["no link to it lives", "https://login.acme.example other", 2],
])("a grant that could not be saved, when %s", async (_when, subject, revoked) => {
  const world = await startWorld({ auth });
  world.hub.addAccount(ADA, { ...world.service.issue(), external_subject: subject });
  const { browser, callback, flow } = await world.goToService();
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "FLOW_EXPIRED" });

  await browser.open(callback);

  expect(world.service.ledger.revoked).toHaveLength(revoked);
  expect(world.hub.flows.get(flow)?.state).toBe("refused");
});
