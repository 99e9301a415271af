import { dataOf, type TestHub } from "../../testing/start-hub.ts";
import { SCIM_PATH, SCIM_TYPE } from "./names.ts";

/** A SCIM resource or error, as far as tests look at it. */
export interface ScimBody {
  schemas: string[];
  id: string;
  userName: string;
  active: boolean;
  totalResults: number;
  Resources: ScimBody[];
  scimType: string;
  detail: string;
  status: string;
  meta: { version: string; location: string };
  [attribute: string]: unknown;
}

/** An answer to a directory. */
export interface ScimReply {
  status: number;
  body: ScimBody;
  headers: Headers;
}

export type Directory = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<ScimReply>;

/** The identity provider's directory of a hub, with a token that its administrator has made. */
export async function connectDirectory(hub: TestHub): Promise<Directory> {
  const reply = await hub.as("ada").post("/api/admin/scim/tokens", { name: "Directory" });
  return directoryWith(hub, (await dataOf<{ secret: string }>(reply)).secret);
}

/** A directory with a token of its own. */
export function directoryWith(hub: TestHub, secret: string): Directory {
  return async (method, path, body, headers = {}) => {
    const reply = await hub.stranger.fetch(method, `${SCIM_PATH}${path}`, {
      body,
      headers: { authorization: `Bearer ${secret}`, "content-type": SCIM_TYPE, ...headers },
    });
    const text = await reply.text();
    const read = text === "" ? {} : (JSON.parse(text) as unknown);
    return { status: reply.status, body: read as ScimBody, headers: reply.headers };
  };
}

/** Looks somebody up as directories do. */
export function byUserName(directory: Directory, userName: string): Promise<ScimReply> {
  return directory("GET", `/Users?filter=${encodeURIComponent(`userName eq ${JSON.stringify(userName)}`)}`);
}
