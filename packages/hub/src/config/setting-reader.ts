import type { Fault } from "./fault.ts";
import { isSecret, type SettingName } from "./settings.ts";

/** The environment, and how a file is read that a `_FILE` setting names. */
export interface SettingSource {
  env: Readonly<Record<string, string | undefined>>;
  /** `undefined` when it can't be read. */
  readFile(path: string): string | undefined;
}

/** Reads settings one by one, and collects everything that is wrong on the way. */
export interface SettingReader {
  faults: readonly Fault[];
  refuse(setting: SettingName, sentence: string): void;
  /** The trimmed text; `undefined` when it is not set, or empty. */
  text(setting: SettingName): string | undefined;
  /** Whether it is set at all, also to something that can't be used. */
  isNamed(setting: SettingName): boolean;
  /** Parts between commas. */
  list(setting: SettingName): readonly string[];
  flag(setting: SettingName, otherwise: boolean): boolean;
  /** A whole number within bounds. */
  number(setting: SettingName, bounds: { from: number; to: number; otherwise: number }): number;
  choice<Choice extends string>(setting: SettingName, choices: readonly Choice[], otherwise: Choice): Choice;
  /** A whole address with one of these schemes, as in `https:`. */
  url(setting: SettingName, schemes: readonly string[]): URL | undefined;
}

/** Makes the reader of one start. */
export function createSettingReader(source: SettingSource): SettingReader {
  const faults: Fault[] = [];
  const refuse = (setting: SettingName, sentence: string) => void faults.push({ setting, sentence });
  const known = new Map<SettingName, string | undefined>();
  const text = (setting: SettingName) => {
    if (!known.has(setting)) known.set(setting, readText(setting, source, refuse));
    return known.get(setting);
  };
  return {
    faults,
    refuse,
    text,
    isNamed: (setting) => [setting, `${setting}_FILE`].some((name) => Boolean(source.env[name]?.trim())),
    list: (setting) => (text(setting) ?? "").split(",").flatMap((part) => part.trim() || []),
    flag(setting, otherwise) {
      const value = text(setting);
      if (value === undefined) return otherwise;
      if (/^(yes|true|1|on)$/i.test(value)) return true;
      if (/^(no|false|0|off)$/i.test(value)) return false;
      refuse(setting, "Say yes or no.");
      return otherwise;
    },
    number(setting, { from, to, otherwise }) {
      const value = text(setting);
      if (value === undefined) return otherwise;
      const number = Number(value);
      if (/^\d{1,9}$/.test(value) && number >= from && number <= to) return number;
      refuse(setting, `Give a whole number from ${from} to ${to}.`);
      return otherwise;
    },
    choice(setting, choices, otherwise) {
      const value = text(setting);
      const found = choices.find((choice) => choice === value);
      if (value !== undefined && found === undefined) refuse(setting, `Choose one of: ${choices.join(", ")}.`);
      return found ?? otherwise;
    },
    url(setting, schemes) {
      const value = text(setting);
      if (value === undefined) return undefined;
      const url = URL.parse(value);
      if (url !== null && schemes.includes(url.protocol)) return url;
      refuse(setting, `Give a whole address that begins with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}.`);
      return undefined;
    },
  };
}

function readText(
  setting: SettingName,
  { env, readFile }: SettingSource,
  refuse: SettingReader["refuse"],
): string | undefined {
  const value = env[setting]?.trim() || undefined;
  const file = isSecret(setting) ? env[`${setting}_FILE`] : undefined;
  if (!file) return value;
  if (value !== undefined) refuse(setting, `Set it or ${setting}_FILE, not both.`);
  const content = readFile(file)?.trim();
  if (content) return content;
  refuse(setting, `The file that ${setting}_FILE names can't be read, or is empty.`);
  return undefined;
}
