import { sha256 } from "../../secrets/digests.ts";
import type { PersonRow } from "../people.ts";
import type { Draft } from "./draft.ts";
import { ENTERPRISE_SCHEMA, SCIM_PATH, USER_SCHEMA } from "./names.ts";

/** A person as SCIM shows them (RFC 7643, sections 4.1 and 4.3). Nothing of how they sign in, no role. */
export function toScimUser(row: PersonRow, publicUrl: URL) {
  const draft = toDraft(row);
  const enterprise = known({
    employeeNumber: draft.employeeNumber,
    department: draft.department,
    organization: draft.organization,
    manager: draft.manager === null ? null : { value: draft.manager },
  });
  const name = known({ givenName: draft.givenName, familyName: draft.familyName });
  const resource = {
    schemas: [USER_SCHEMA, ...(enterprise === undefined ? [] : [ENTERPRISE_SCHEMA])],
    id: row.user_id,
    ...known({ externalId: draft.externalId, userName: draft.userName, displayName: draft.displayName }),
    active: draft.active,
    ...(name === undefined ? {} : { name }),
    ...(draft.email === null ? {} : { emails: [{ value: draft.email, type: "work", primary: true }] }),
    ...known({ title: draft.title, timezone: draft.timezone }),
    ...(enterprise === undefined ? {} : { [ENTERPRISE_SCHEMA]: enterprise }),
  };
  return {
    ...resource,
    meta: {
      resourceType: "User",
      created: row.created_at.toISOString(),
      location: `${publicUrl.origin}${SCIM_PATH}/Users/${row.user_id}`,
      version: versionOf(resource),
    },
  };
}

/** The version of a person: it changes with what is shown and with nothing else (RFC 7644, section 3.14). */
function versionOf(resource: object): string {
  return `W/"${sha256(JSON.stringify(resource)).slice(0, 22)}"`;
}

/** What is stored of a person, in the words of SCIM. Who came by another way is named by their e-mail. */
export function toDraft(row: PersonRow): Draft {
  return {
    userName: row.user_name ?? row.email,
    externalId: row.external_id,
    active: row.account_status === "active",
    givenName: row.first_name,
    familyName: row.second_name,
    formattedName: null,
    displayName: row.display_name,
    email: row.email,
    title: row.job_title,
    timezone: row.timezone,
    employeeNumber: row.employee_id,
    department: row.department_name,
    organization: row.company_name,
    manager: row.manager_id,
  };
}

/** The fields that have a value; `undefined` when none has. */
function known<Field extends string>(fields: Record<Field, unknown>): Partial<Record<Field, unknown>> | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== null);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Partial<Record<Field, unknown>>);
}
