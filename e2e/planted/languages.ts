/** The languages in which there is an integration without a line of ours. */
export const LANGUAGES = ["node", "python", "java"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Java starts anew for each fault: the quick compiler and the small collector are enough for what it does. */
export const COMMANDS: Record<Language, readonly [string, ...string[]]> = {
  node: [process.execPath, "main.mjs"],
  python: ["python3", "-B", "main.py"],
  java: ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "Main.java"],
};
