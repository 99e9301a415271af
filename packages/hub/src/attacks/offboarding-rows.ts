import type { OffboardingReport } from "@joinery/contract/pages";
import { dataOf } from "../testing/start-hub.ts";
import { addLeaver, type Leaver } from "./leavers.ts";
import type { Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const NOT_ADMINISTRATORS: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "desk", expect: "401 SIGN_IN_REQUIRED" },
  { as: "directory", expect: "401 SIGN_IN_REQUIRED" },
  { as: "bob", expect: "403 ADMINISTRATOR_REQUIRED" },
  { as: "twin bob", expect: "403 ADMINISTRATOR_REQUIRED" },
];
/** The twin has somebody of the same id, and may do with them what it likes. */
const EVERYONE: Stranger[] = [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "own" }];

async function offboarded(world: World): Promise<{ report: OffboardingReport; leaver: Leaver }> {
  const leaver = await addLeaver(world);
  const reply = await world.home.as("ada").post(`/api/admin/people/${leaver.userId}/offboard`);
  return { report: await dataOf<OffboardingReport>(reply), leaver };
}

/** A report: the twin has its copy under the same id. */
function reading(route: string, suffix: string, exchanges: string): Row {
  return {
    route: `GET ${route}`,
    owner: "ada",
    arrange: async (world) => {
      const { report, leaver } = await offboarded(world);
      const path = `/api/admin/offboardings/${report.offboarding_id}${suffix}`;
      return { method: "GET", path, shows: [leaver.email, leaver.label, exchanges] };
    },
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "404 OFFBOARDING_NOT_FOUND" }],
    namesake: "twin ada",
  };
}

/** Offboarding, its reports, and people from a file. */
export const OFFBOARDING_ROWS: Row[] = [
  {
    route: "POST /api/admin/people/:userId/offboard",
    owner: "ada",
    arrange: async (world) => {
      const { userId, email, label } = await addLeaver(world);
      return { method: "POST", path: `/api/admin/people/${userId}/offboard`, shows: [email, label] };
    },
    strangers: EVERYONE,
    ownPage: true,
  },
  {
    route: "POST /api/admin/people/:userId/reactivate",
    owner: "ada",
    arrange: async (world) => {
      const { leaver } = await offboarded(world);
      await world.send("twin ada", { method: "POST", path: `/api/admin/people/${leaver.userId}/offboard` });
      return { method: "POST", path: `/api/admin/people/${leaver.userId}/reactivate` };
    },
    strangers: EVERYONE,
    ownPage: true,
  },
  {
    route: "GET /api/admin/people/:userId",
    about: "of somebody who has left",
    owner: "ada",
    arrange: async (world) => {
      const { report, leaver } = await offboarded(world);
      return { method: "GET", path: `/api/admin/people/${leaver.userId}`, shows: [report.offboarding_id] };
    },
    strangers: EVERYONE,
  },
  {
    route: "GET /api/admin/offboardings",
    owner: "ada",
    arrange: async (world) => {
      const { report } = await offboarded(world);
      return { method: "GET", path: "/api/admin/offboardings", shows: [report.offboarding_id, '"accounts":2'] };
    },
    strangers: EVERYONE,
  },
  reading("/api/admin/offboardings/:offboardingId", "", '"exchanges_open":1'),
  reading("/api/admin/offboardings/:offboardingId/report.json", "/report.json", '"exchanges_open": 1'),
  {
    route: "POST /api/admin/people/import",
    owner: "ada",
    arrange: async (world) => {
      const { twinEmail } = await addLeaver(world);
      const csv = `email,job_title\n${twinEmail},Gardener\n`;
      return { method: "POST", path: "/api/admin/people/import", body: { csv }, shows: ['"added":1'] };
    },
    strangers: EVERYONE,
    ownPage: true,
  },
];
