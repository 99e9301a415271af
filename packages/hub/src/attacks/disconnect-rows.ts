import { sql } from "kysely";
import type { Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const NOT_ADMINISTRATORS: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "desk", expect: "401 SIGN_IN_REQUIRED" },
  { as: "bob", expect: "403 ADMINISTRATOR_REQUIRED" },
  { as: "twin bob", expect: "403 ADMINISTRATOR_REQUIRED" },
];

/** Leaves one link of Bob's that the integration has not acknowledged to be gone, and finishes all earlier ones. */
async function beginRemoval({ home, sick, setSick, fresh }: World): Promise<{ account: string; label: string }> {
  const { db } = home.hub.context;
  await db
    .updateTable("linked_accounts")
    .set({ state: "gone", sealed_access_token: null, sealed_refresh_token: null })
    .where("state", "=", "disconnecting")
    .execute();
  await db
    .updateTable("disconnects")
    .set({ acknowledgement: "finished_anyway" })
    .where("acknowledgement", "is", null)
    .execute();
  setSick(true);
  const label = fresh("john.removed");
  const account = await home.linkAccount(sick, "bob", label);
  await home.as("bob").delete(`/connector/${sick.service_id}/linked-accounts/${account}`);
  return { account, label };
}

/** Leaves work of the attacked organisation that failed for good. */
async function leaveDeadJob({ home, fresh }: World): Promise<{ jobId: string; about: string }> {
  const about = fresh("john.job");
  const data = JSON.stringify({ organisationId: home.organisationId, noticeId: about });
  const { rows } = await sql<{ id: string }>`
    insert into joinery_jobs.job (name, data, source_name, source_created_on, source_retry_count)
    values ('dead', ${data}::jsonb, 'notice.mail', now(), 20) returning id`.execute(home.hub.context.db);
  return { jobId: rows[0]?.id ?? "", about };
}

/** A button of the administrator's list of disconnects. */
function button(name: "retry" | "finish"): Row {
  return {
    route: `POST /api/admin/disconnects/:accountId/${name}`,
    owner: "ada",
    arrange: async (world) => ({
      method: "POST",
      path: `/api/admin/disconnects/${(await beginRemoval(world)).account}/${name}`,
    }),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "404 DISCONNECT_NOT_FOUND" }],
    ownPage: true,
    namesake: "twin ada",
  };
}

/** Disconnects that are not finished, and work that failed for good. */
export const DISCONNECT_ROWS: Row[] = [
  {
    route: "GET /api/admin/disconnects",
    owner: "ada",
    arrange: async (world) => ({
      method: "GET",
      path: "/api/admin/disconnects",
      shows: [(await beginRemoval(world)).label],
    }),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "own" }],
  },
  button("retry"),
  button("finish"),
  {
    route: "GET /api/integrations/:serviceId",
    about: "while Connect waits",
    owner: "bob",
    arrange: async (world) => ({
      method: "GET",
      path: `/api/integrations/${world.sick.service_id}`,
      shows: [`"waiting_for":{"linked_account_id":"${(await beginRemoval(world)).account}"`],
    }),
    strangers: [
      { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
      { as: "eve", expect: "own" },
      { as: "twin bob", expect: "own" },
      {
        as: "bob",
        about: "at another integration",
        bend: (attempt, { plain }) => ({ ...attempt, path: `/api/integrations/${plain.service_id}` }),
        expect: "own",
      },
    ],
  },
  {
    route: "GET /api/admin/jobs",
    owner: "ada",
    arrange: async (world) => ({
      method: "GET",
      path: "/api/admin/jobs",
      shows: [(await leaveDeadJob(world)).about],
    }),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "own" }],
  },
  {
    route: "POST /api/admin/jobs/:jobId/again",
    owner: "ada",
    arrange: async (world) => ({
      method: "POST",
      path: `/api/admin/jobs/${(await leaveDeadJob(world)).jobId}/again`,
    }),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "404 JOB_NOT_FOUND" }],
    ownPage: true,
  },
];
