import type { UserTable } from "../../store/tables.ts";
import type { SignInSettings } from "./settings.ts";

type Role = UserTable["role"];
type RoleSettings = Pick<
  SignInSettings,
  "roleClaim" | "administratorValues" | "auditorValues" | "administrators" | "auditors"
>;

/**
 * Decides who may do what. The settings govern a role as soon as they name anybody for it; a role that they say nothing
 * about stays as an administrator has set it here.
 *
 * @param stored the role until now; `member` for somebody new
 */
export function decideRole(
  settings: RoleSettings,
  person: { verifiedEmail: string | null; all: Record<string, unknown> },
  stored: Role,
): Role {
  const values = settings.roleClaim === undefined ? [] : valuesOf(person.all, settings.roleClaim);
  const email = person.verifiedEmail?.toLowerCase();
  const isNamed = (named: readonly string[], emails: readonly string[]) =>
    values.some((value) => named.includes(value)) || emails.some((listed) => listed.trim().toLowerCase() === email);

  if (isNamed(settings.administratorValues, settings.administrators)) return "administrator";
  if (stored === "administrator" && !governsAdministrators(settings)) return "administrator";
  if (isNamed(settings.auditorValues, settings.auditors)) return "auditor";
  return stored === "auditor" && !governs(settings.roleClaim, settings.auditorValues, settings.auditors)
    ? "auditor"
    : "member";
}

/** Whether the settings name anybody as administrator: then nobody else is one for longer than until their next sign-in. */
export function governsAdministrators(settings: RoleSettings): boolean {
  return governs(settings.roleClaim, settings.administratorValues, settings.administrators);
}

function governs(roleClaim: string | undefined, named: readonly string[], emails: readonly string[]): boolean {
  return (roleClaim !== undefined && named.length > 0) || emails.length > 0;
}

/** The values of a claim: a text or a list of texts. A name with dots is also a path, as in Keycloak's `realm_access.roles`. */
function valuesOf(claims: Record<string, unknown>, name: string): string[] {
  const value = Object.hasOwn(claims, name) ? claims[name] : name.split(".").reduce(within, claims as unknown);
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string");
}

function within(value: unknown, key: string): unknown {
  const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, key);
  return isObject ? (value as Record<string, unknown>)[key] : undefined;
}
