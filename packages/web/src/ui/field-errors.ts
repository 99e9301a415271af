import { toRefusal } from "../api/refusal.ts";

/** The errors of a refused form, to be asked for by the path of a field. A path also answers for what lies below it. */
export type FieldErrors = (path: string) => string | undefined;

/** Reads the errors of a refusal; before anything was refused there are none. */
export function fieldErrorsOf(error: unknown): FieldErrors {
  if (error === null || error === undefined) return () => undefined;
  const { errors } = toRefusal(error);
  return (path) => {
    const found = errors.find((one) => one.path === path || one.path.startsWith(`${path}.`));
    if (found === undefined) return undefined;
    return found.message.charAt(0).toLocaleUpperCase() + found.message.slice(1);
  };
}
