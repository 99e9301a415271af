import { readFileSync } from "node:fs";

/** Whether this fault was asked for by `FAULT`. Every place that asks is a mistake planted on purpose. */
export const planted = (name) => process.env.FAULT === name;

/** A name that is not on the list would plant nothing and look like a fault that nobody found. */
export function refuseUnknownFault() {
  const name = process.env.FAULT ?? "";
  const faults = JSON.parse(readFileSync(new URL("../faults.json", import.meta.url), "utf8"));
  if (name === "" || (Object.hasOwn(faults, name) && faults[name].languages.includes("node"))) return;
  throw new Error("FAULT names no fault of this server; see e2e/planted/faults.json.");
}
