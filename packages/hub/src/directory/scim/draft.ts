/** What SCIM may say about a person. Nothing else of a person can be written through it: no role, no id, no subject. */
export interface Draft {
  userName: string | null;
  externalId: string | null;
  active: boolean;
  givenName: string | null;
  familyName: string | null;
  formattedName: string | null;
  displayName: string | null;
  email: string | null;
  title: string | null;
  timezone: string | null;
  employeeNumber: string | null;
  department: string | null;
  organization: string | null;
  manager: string | null;
}

export type TextField = Exclude<keyof Draft, "active" | "email">;

/** Attributes of the core schema that are plain text here. Every other attribute is heard and not kept. */
export const CORE_TEXT: Readonly<Record<string, TextField>> = {
  username: "userName",
  externalid: "externalId",
  displayname: "displayName",
  title: "title",
  timezone: "timezone",
};

export const NAME_TEXT: Readonly<Record<string, TextField>> = {
  givenname: "givenName",
  familyname: "familyName",
  formatted: "formattedName",
};

export const ENTERPRISE_TEXT: Readonly<Record<string, TextField>> = {
  employeenumber: "employeeNumber",
  department: "department",
  organization: "organization",
  manager: "manager",
};

/** Somebody of whom nothing has been said yet. */
export function emptyDraft(): Draft {
  return {
    userName: null,
    externalId: null,
    active: true,
    givenName: null,
    familyName: null,
    formattedName: null,
    displayName: null,
    email: null,
    title: null,
    timezone: null,
    employeeNumber: null,
    department: null,
    organization: null,
    manager: null,
  };
}
