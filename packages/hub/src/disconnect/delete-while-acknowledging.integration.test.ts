import { expect, test } from "vitest";
import { auditOf, openConnections } from "../testing/look-inside.ts";
import { dataOf, startHub } from "../testing/start-hub.ts";

test("Delete at the very moment of the acknowledgement: neither waits for the other for ever", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const desk = await hub.addIntegration("plain");
  const accounts: string[] = [];
  for (let index = 0; index < 16; index++) accounts.push(await hub.linkAccount(desk, "bob", `john.${index}`));
  const respondWell = desk.server.respond;
  const deletes: Promise<Response>[] = [];
  desk.server.respond = (request, response) => {
    respondWell(request, response);
    deletes.push(desk.api.delete(`/v2/user/${hub.users.bob}${request.path}`, { revocation: "revoked" }));
  };

  const presses = await Promise.all(
    accounts.map((id) => hub.as("bob").delete(`/connector/${desk.service_id}/linked-accounts/${id}`)),
  );

  // A Delete that comes second finds nothing more to delete.
  for (const reply of await Promise.all(deletes)) expect([200, 404]).toContain(reply.status);
  for (const reply of presses) {
    expect(await dataOf(reply)).toMatchObject({ acknowledged: { state: "acknowledged" } });
  }
  expect(await auditOf(hub, "account.disconnected")).toHaveLength(16);
});
