import type { IntegrationAction } from "@joinery/contract/pages";

/** Reads what was entered into an action's form; optional fields that stayed empty are left out. */
export function readAction(action: Pick<IntegrationAction, "fields">, entered: FormData): Record<string, string> {
  const body: Record<string, string> = {};
  for (const field of action.fields) {
    const value = entered.get(field.name);
    if (typeof value !== "string") continue;
    const text = value.trim();
    if (text !== "" || field.required) body[field.name] = text;
  }
  return body;
}
