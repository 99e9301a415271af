import { wrongUse } from "./refusal.ts";

/** Reads what was typed; every reader answers `undefined` when the option was not given. */
export interface OptionValues {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  port(name: string): number | undefined;
  url(name: string): URL | undefined;
}

const LARGEST_PORT = 65_535;

/** Wraps the values that the parser has read. A wrong one is refused with the name of its option, never with itself. */
export function createOptionValues(values: Readonly<Record<string, unknown>>): OptionValues {
  const text = (name: string) => {
    const value = values[toCamelCase(name)];
    return typeof value === "string" ? value : undefined;
  };
  return {
    flag: (name) => values[toCamelCase(name)] === true,
    text,
    list(name) {
      const value = values[toCamelCase(name)];
      return Array.isArray(value) ? value : [];
    },
    port(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      const port = Number(value);
      if (/^\d{1,5}$/.test(value) && port > 0 && port <= LARGEST_PORT) return port;
      throw wrongUse(`--${name} takes a port, a number from 1 to ${LARGEST_PORT}.`);
    },
    url(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
        throw wrongUse(`--${name} takes an address that begins with http:// or https://.`);
      }
      const url = new URL(value);
      if (url.username !== "" || url.password !== "") throw wrongUse(`--${name} takes an address without a password.`);
      return url;
    },
  };
}

function toCamelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
