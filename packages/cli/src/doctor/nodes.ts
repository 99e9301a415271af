import { findBroughtNode } from "../launch/brought-node.mjs";
import { chooseNode } from "../launch/choose-node.mjs";
import type { Finding } from "./finding.ts";

/** On which Node the command line runs, and on which a hub would. */
export function nodes(): Finding[] {
  const { platform, arch, versions } = process;
  const machine = { version: versions.node, platform, arch, runsSources: false };
  const choice = chooseNode(machine, ["dev"], findBroughtNode);
  const here: Finding = { what: `This is Node ${versions.node}.` };
  if ("refusal" in choice) return [{ ...here, remedy: choice.refusal }];
  return [
    here,
    {
      what:
        choice.node === "here" ? "joinery dev runs on it as well." : "joinery dev runs on the Node 24 that came along.",
    },
  ];
}
