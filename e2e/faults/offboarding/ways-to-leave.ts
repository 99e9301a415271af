import type { ImportPeopleAnswer } from "@joinery/contract/pages";
import type { Answer } from "../world/person.ts";
import type { FaultWorld } from "../world/start-fault-world.ts";
import type { Leaver } from "./leaver.ts";

/** One of the ways in which an organisation says that somebody has left, and that they are there again. */
export interface WayToLeave {
  name: string;
  /** As the report names it. */
  source: "scim" | "administrator" | "csv";
  deactivate(leaver: Leaver): Promise<void>;
  /** Somebody with the same e-mail comes; answers their id. */
  comeBack(leaver: Leaver): Promise<string>;
  /** How a save that is late until after that is refused: for the one who left, and for the one who came. */
  lateSaves: readonly [string, string];
}

interface ScimUser {
  id: string;
  active: boolean;
}

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** The ways in which somebody leaves this world: two directories, a button, and a file. */
export async function waysToLeave({ hub, admin }: FaultWorld): Promise<readonly WayToLeave[]> {
  const token = await admin.ask<{ secret: string }>("POST", "/api/admin/scim/tokens", { name: "Directory" });

  async function scim<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const reply = await fetch(`${hub}/scim/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${token.data.secret}`, "content-type": "application/scim+json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`SCIM ${method} was answered ${reply.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Body;
  }

  /** Directories look somebody up before they change them. */
  async function patch(email: string, operation: object): Promise<void> {
    const filter = encodeURIComponent(`userName eq "${email}"`);
    const found = await scim<{ Resources: ScimUser[] }>("GET", `/Users?filter=${filter}`);
    const path = `/Users/${found.Resources[0]?.id}`;
    const { active } = await scim<ScimUser>("PATCH", path, { schemas: [PATCH], Operations: [operation] });
    if (active) throw new Error("The directory is told that somebody is still active.");
  }

  async function replace({ userId, email }: Leaver): Promise<string> {
    await scim("DELETE", `/Users/${userId}`);
    const emails = [{ primary: true, type: "work", value: email }];
    const created = await scim<ScimUser>("POST", "/Users", { schemas: [USER], userName: email, emails, active: true });
    return created.id;
  }

  async function importPeople({ email }: Leaver, active: boolean): Promise<ImportPeopleAnswer> {
    const csv = `email,active\n${email},${active}\n`;
    return dataOf(await admin.ask<ImportPeopleAnswer>("POST", "/api/admin/people/import", { csv }));
  }

  const press = async ({ userId }: Leaver, button: string) =>
    dataOf(await admin.ask("POST", `/api/admin/people/${userId}/${button}`, {}));

  return [
    {
      name: "Entra",
      source: "scim",
      deactivate: ({ email }) => patch(email, { op: "Replace", path: "active", value: "False" }),
      comeBack: replace,
      lateSaves: ["USER_INACTIVE", "FLOW_NOT_FOUND"],
    },
    {
      name: "Okta",
      source: "scim",
      deactivate: ({ email }) => patch(email, { op: "replace", value: { active: false } }),
      comeBack: replace,
      lateSaves: ["USER_INACTIVE", "FLOW_NOT_FOUND"],
    },
    {
      name: "Button",
      source: "administrator",
      deactivate: async (leaver) => void (await press(leaver, "offboard")),
      comeBack: async (leaver) => {
        await press(leaver, "reactivate");
        return leaver.userId;
      },
      lateSaves: ["FLOW_BURNED", "FLOW_BURNED"],
    },
    {
      name: "File",
      source: "csv",
      deactivate: async (leaver) => void (await importPeople(leaver, false)),
      comeBack: async (leaver) => {
        await importPeople(leaver, true);
        return leaver.userId;
      },
      lateSaves: ["FLOW_BURNED", "FLOW_BURNED"],
    },
  ];
}

function dataOf<Data>({ status, code, data }: Answer<Data>): Data {
  if (status !== 200) throw new Error(`The hub answered ${status} ${code} to its administrator.`);
  return data;
}
