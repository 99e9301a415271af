import { ENTERPRISE_SCHEMA, LIST_SCHEMA, PAGE_MAX, SCIM_PATH, USER_SCHEMA } from "./names.ts";

const CORE = "urn:ietf:params:scim:schemas:core:2.0";

/** What this hub can do (RFC 7643, section 5). */
export function serviceProviderConfig(publicUrl: URL) {
  return {
    schemas: [`${CORE}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: PAGE_MAX },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Bearer token",
        description: "A token that an administrator makes in the admin panel.",
        specUri: "https://www.rfc-editor.org/info/rfc6750",
        primary: true,
      },
    ],
    meta: metaOf(publicUrl, "ServiceProviderConfig", "ServiceProviderConfig"),
  };
}

/** The one kind of resource (RFC 7643, section 6). */
export function resourceTypes(publicUrl: URL) {
  return [
    {
      schemas: [`${CORE}:ResourceType`],
      id: "User",
      name: "User",
      endpoint: "/Users",
      description: "People",
      schema: USER_SCHEMA,
      schemaExtensions: [{ schema: ENTERPRISE_SCHEMA, required: false }],
      meta: metaOf(publicUrl, "ResourceType", "ResourceTypes/User"),
    },
  ];
}

/** The attributes that are kept (RFC 7643, section 7); others are heard and dropped. */
export function schemas(publicUrl: URL) {
  return [
    {
      schemas: [`${CORE}:Schema`],
      id: USER_SCHEMA,
      name: "User",
      description: "A person",
      attributes: [
        attribute("userName", { required: true, uniqueness: "server" }),
        attribute("externalId", { caseExact: true, uniqueness: "server" }),
        attribute("displayName"),
        attribute("title"),
        attribute("timezone"),
        attribute("active", { type: "boolean" }),
        attribute("name", { type: "complex", subAttributes: [attribute("givenName"), attribute("familyName")] }),
        attribute("emails", {
          type: "complex",
          multiValued: true,
          subAttributes: [attribute("value"), attribute("type"), attribute("primary", { type: "boolean" })],
        }),
      ],
      meta: metaOf(publicUrl, "Schema", `Schemas/${USER_SCHEMA}`),
    },
    {
      schemas: [`${CORE}:Schema`],
      id: ENTERPRISE_SCHEMA,
      name: "EnterpriseUser",
      description: "A person at work",
      attributes: [
        attribute("employeeNumber", { uniqueness: "server" }),
        attribute("department"),
        attribute("organization"),
        attribute("manager", { type: "complex", subAttributes: [attribute("value")] }),
      ],
      meta: metaOf(publicUrl, "Schema", `Schemas/${ENTERPRISE_SCHEMA}`),
    },
  ];
}

/** A list of what a request found (RFC 7644, section 3.4.2). */
export function toList(resources: readonly object[], page: { total: number; startIndex: number }) {
  return {
    schemas: [LIST_SCHEMA],
    totalResults: page.total,
    startIndex: page.startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

function attribute(name: string, options: Record<string, unknown> = {}) {
  return {
    name,
    type: "string",
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    ...options,
  };
}

function metaOf(publicUrl: URL, resourceType: string, path: string) {
  return { resourceType, location: `${publicUrl.origin}${SCIM_PATH}/${path}` };
}
