import { Problem } from "@joinery/contract";
import { Hono } from "hono";
import type { Context } from "../../context.ts";
import type { HubEnv, Request } from "../../http/environment.ts";
import { limitRate } from "../../http/rate-limit.ts";
import type { PersonRow } from "../people.ts";
import { applyPatch, readResource } from "./apply-change.ts";
import { resourceTypes, schemas, serviceProviderConfig, toList } from "./discovery.ts";
import { readFilter } from "./filter.ts";
import { PAGE_MAX, SCIM_PATH, SCIM_TYPE } from "./names.ts";
import { toScimUser } from "./present.ts";
import { readBody, readCount } from "./read-request.ts";
import { requireScimToken } from "./require-scim-token.ts";
import { createScimErrorHandler, ScimProblem } from "./scim-problem.ts";
import { countScimUsers, listScimUsers } from "./scim-user-store.ts";
import { changeUser, createUser, deleteUser, getUser } from "./write-user.ts";

/** How often one directory may ask: a first synchronisation is far below, a loop gone wrong is not. */
const RATE = { perSecond: 50, burst: 500 };

/** SCIM 2.0 (RFC 7644) for the identity provider's directory. */
export function scimRoutes(context: Context): Hono<HubEnv> {
  const { db, publicUrl } = context;
  const routes = new Hono<HubEnv>();
  routes.onError(createScimErrorHandler(context.log));
  routes.use(`${SCIM_PATH}/*`, requireScimToken(context));
  routes.use(
    `${SCIM_PATH}/*`,
    limitRate(RATE, context.clock, (c) => c.get("directory").tokenId),
  );

  const writerOf = (c: Request) => ({ ...c.get("directory"), requestId: c.get("requestId") });
  const refOf = (c: Request) => ({ ...c.get("directory"), userId: c.req.param("userId") ?? "" });
  const show = (row: PersonRow, status: 200 | 201 = 200) => {
    const user = toScimUser(row, publicUrl);
    return toAnswer(user, status, {
      etag: user.meta.version,
      ...(status === 201 ? { location: user.meta.location } : {}),
    });
  };

  routes.get(`${SCIM_PATH}/Users`, async (c) => {
    const { organisationId } = c.get("directory");
    const filter = readFilter(c.req.query("filter"));
    const startIndex = Math.max(1, readCount(c.req.query("startIndex"), 1));
    const limit = Math.min(PAGE_MAX, readCount(c.req.query("count"), PAGE_MAX));
    const rows = await listScimUsers(db, organisationId, filter, { offset: startIndex - 1, limit });
    const total = await countScimUsers(db, organisationId, filter);
    const users = rows.map((row) => toScimUser(row, publicUrl));
    return toAnswer(toList(users, { total, startIndex }));
  });

  routes.post(`${SCIM_PATH}/Users`, async (c) =>
    show(await createUser(context, writerOf(c), readResource(await readBody(c), undefined)), 201),
  );

  routes.get(`${SCIM_PATH}/Users/:userId`, async (c) => {
    const row = await getUser(db, refOf(c));
    const { version } = toScimUser(row, publicUrl).meta;
    if (c.req.header("if-none-match") === version)
      return new Response(null, { status: 304, headers: { etag: version } });
    return show(row);
  });

  routes.put(`${SCIM_PATH}/Users/:userId`, async (c) => {
    const body = await readBody(c);
    const change = {
      expected: c.req.header("if-match"),
      of: (current) => readResource(body, current),
    } satisfies Change;
    return show(await changeUser(context, writerOf(c), refOf(c).userId, change));
  });

  routes.patch(`${SCIM_PATH}/Users/:userId`, async (c) => {
    const body = await readBody(c);
    const change = { expected: c.req.header("if-match"), of: (current) => applyPatch(current, body) } satisfies Change;
    return show(await changeUser(context, writerOf(c), refOf(c).userId, change));
  });

  routes.delete(`${SCIM_PATH}/Users/:userId`, async (c) => {
    await deleteUser(context, writerOf(c), refOf(c).userId, c.req.header("if-match"));
    return new Response(null, { status: 204 });
  });

  // Directories ask for groups also where nobody has told them to: Okta whenever its settings are saved, Entra ID unless the
  // mapping of groups is switched off. An empty list lets them go on; keeping groups would be a promise that is not kept.
  routes.get(`${SCIM_PATH}/Groups`, () => toAnswer(listOf([])));

  routes.get(`${SCIM_PATH}/ServiceProviderConfig`, () => toAnswer(serviceProviderConfig(publicUrl)));
  routes.get(`${SCIM_PATH}/ResourceTypes`, () => toAnswer(listOf(resourceTypes(publicUrl))));
  routes.get(`${SCIM_PATH}/ResourceTypes/:id`, (c) => toAnswer(oneOf(resourceTypes(publicUrl), c.req.param("id"))));
  routes.get(`${SCIM_PATH}/Schemas`, () => toAnswer(listOf(schemas(publicUrl))));
  routes.get(`${SCIM_PATH}/Schemas/:id`, (c) => toAnswer(oneOf(schemas(publicUrl), c.req.param("id"))));

  routes.all(`${SCIM_PATH}/*`, (c) => {
    if (c.req.method === "POST" && c.req.path === `${SCIM_PATH}/Groups`) {
      throw new ScimProblem(501, "This hub keeps people and no groups: switch off the provisioning of groups.");
    }
    throw new Problem("NOT_FOUND");
  });
  return routes;
}

type Change = Parameters<typeof changeUser>[3];

function listOf(resources: readonly object[]) {
  return toList(resources, { total: resources.length, startIndex: 1 });
}

function oneOf<Resource extends { id: string }>(resources: readonly Resource[], id: string): Resource {
  const found = resources.find((resource) => resource.id === id);
  if (found === undefined) throw new ScimProblem(404, "There is nothing here.");
  return found;
}

function toAnswer(body: object, status: 200 | 201 = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": SCIM_TYPE, ...headers } });
}
