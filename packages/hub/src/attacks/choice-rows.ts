import type { Attempt, Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const ACCOUNTS = "/v2/user/:userId/linked-accounts";

const STRANGERS: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "desk", expect: "403 CROSS_ORIGIN" },
  { as: "eve", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
  { as: "ada", about: "an administrator is nobody's owner", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
  { as: "twin bob", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
];

/** A save that brings another identity back from a Reconnect of Bob's. What was being removed is gone first. */
async function otherIdentity({ home, desk, fresh }: World): Promise<Attempt> {
  await home.work();
  const account = await home.linkAccount(desk, "bob", fresh("john"));
  const { flow, claim } = await home.connectUpTo("claimed", desk, "bob");
  await home.hub.context.db
    .updateTable("flows")
    .set({ reconnect_account_id: account })
    .where("flow_id", "=", flow)
    .execute();
  return {
    method: "POST",
    path: `/v2/user/${home.users.bob}/linked-accounts`,
    headers: { "joinery-flow": flow, "joinery-claim": claim, "idempotency-key": flow },
    body: { auth_id: desk.auth_id, external_account_id: fresh("john.other"), refresh_token: "rt-1" },
  };
}

const choiceRow = (choice: "replace" | "cancel" | "add"): Row => ({
  route: "POST /api/accounts/:accountId/choice",
  about: choice,
  owner: "bob",
  arrange: async (world) => {
    const saved = await world.send("desk", await otherIdentity(world));
    const { data } = JSON.parse(saved.text.split("\n")[0] ?? "") as { data: { linked_account_id: string } };
    return { method: "POST", path: `/api/accounts/${data.linked_account_id}/choice`, body: { choice } };
  },
  strangers: STRANGERS,
  ownPage: true,
  namesake: "twin bob",
});

/** Another identity came back from a Reconnect: whose save it is, and who chooses what becomes of it. */
export const CHOICE_ROWS: Row[] = [
  {
    route: `POST ${ACCOUNTS}`,
    about: "of another identity",
    owner: "desk",
    arrange: otherIdentity,
    strangers: [
      { as: "nobody", expect: "401 UNAUTHENTICATED" },
      { as: "other", expect: "404 AUTH_ID_NOT_FOUND" },
      {
        as: "desk",
        about: "in the name of another user",
        bend: (attempt, { home }) => ({ ...attempt, path: attempt.path.replace(home.users.bob, home.users.eve) }),
        expect: "404 FLOW_NOT_FOUND",
      },
      { as: "twin desk", expect: "404 FLOW_NOT_FOUND" },
    ],
    namesake: "twin desk",
  },
  choiceRow("replace"),
  choiceRow("cancel"),
  // The last one: it leaves nothing that is being removed.
  choiceRow("add"),
];
