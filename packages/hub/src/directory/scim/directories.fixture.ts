import { ENTERPRISE_SCHEMA, USER_SCHEMA } from "./names.ts";

const PATCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** What Microsoft Entra ID's provisioning sends, in the spellings of its documentation and its validator. */
export const ENTRA = {
  create: (userName: string) => ({
    schemas: [USER_SCHEMA, ENTERPRISE_SCHEMA],
    externalId: `entra-${userName}`,
    userName,
    active: true,
    displayName: "Grace Hopper",
    emails: [{ primary: true, type: "work", value: userName }],
    meta: { resourceType: "User" },
    name: { formatted: "Grace Hopper", familyName: "Hopper", givenName: "Grace" },
    roles: [],
    title: "Rear admiral",
    phoneNumbers: [{ type: "mobile", value: "+1 555 0100" }],
    addresses: [{ type: "work", country: "US" }],
    [ENTERPRISE_SCHEMA]: { employeeNumber: `n-${userName}`, department: "Compilers" },
  }),
  /** Without "SCIM compliance" switched on: capitalised operations, booleans as words. */
  deactivate: { schemas: [PATCH_SCHEMA], Operations: [{ op: "Replace", path: "active", value: "False" }] },
  activate: { schemas: [PATCH_SCHEMA], Operations: [{ op: "Replace", path: "active", value: "True" }] },
  /** The oldest spelling, which wraps every value. */
  deactivateWrapped: {
    schemas: [PATCH_SCHEMA],
    Operations: [{ op: "Replace", path: "active", value: [{ $ref: null, value: "False" }] }],
  },
  change: (email: string) => ({
    schemas: [PATCH_SCHEMA],
    Operations: [
      { op: "Replace", path: "displayName", value: "Admiral Hopper" },
      { op: "Add", path: 'emails[type eq "work"].value', value: email },
      { op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+1 555 0101" },
      { op: "Add", path: `${ENTERPRISE_SCHEMA}:employeeNumber`, value: 4711 },
      { op: "Replace", path: "name.familyName", value: "Murray Hopper" },
      { op: "Add", path: "nickName", value: "Amazing Grace" },
    ],
  }),
  /** One operation without a path whose keys are paths. */
  changeAtOnce: {
    schemas: [PATCH_SCHEMA],
    Operations: [
      {
        op: "replace",
        value: {
          displayName: "Commodore Hopper",
          "name.givenName": "Grace B.",
          [`${ENTERPRISE_SCHEMA}:department`]: "Languages",
          'emails[type eq "work"].value': "commodore@engines.example",
          preferredLanguage: "en",
        },
      },
    ],
  },
  manager: (id: string) => ({
    schemas: [PATCH_SCHEMA],
    Operations: [{ op: "Add", path: `${ENTERPRISE_SCHEMA}:manager`, value: id }],
  }),
  removeTitle: { schemas: [PATCH_SCHEMA], Operations: [{ op: "Remove", path: "title" }] },
} as const;

/** What Okta's provisioning sends. */
export const OKTA = {
  create: (userName: string) => ({
    schemas: [USER_SCHEMA],
    userName,
    name: { givenName: "Katherine", familyName: "Johnson" },
    emails: [{ primary: true, value: userName, type: "work" }],
    displayName: "Katherine Johnson",
    locale: "en-US",
    externalId: `00u-${userName}`,
    groups: [],
    password: "1mz050nq",
    active: true,
  }),
  /** An operation without a path. */
  deactivate: { schemas: [PATCH_SCHEMA], Operations: [{ op: "replace", value: { active: false } }] },
  activate: { schemas: [PATCH_SCHEMA], Operations: [{ op: "replace", value: { active: true } }] },
  /** Integrations made with its wizard send the whole person. */
  put: (id: string, userName: string, active: boolean) => ({
    schemas: [USER_SCHEMA],
    id,
    userName,
    name: { givenName: "Katherine", familyName: "Johnson" },
    emails: [{ primary: true, value: userName, type: "work", display: userName }],
    active,
    groups: [],
    meta: { resourceType: "User" },
  }),
} as const;
