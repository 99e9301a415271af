import type { SettingName } from "./settings.ts";

/** What is wrong with the settings, and what to do. Never a value: a password may stand in the wrong place. */
export interface Fault {
  setting: SettingName;
  /** One sentence. */
  sentence: string;
}
