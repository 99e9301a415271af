import { workshop } from "./en/workshop.ts";
import { workshopExplain } from "./en/workshop-explain.ts";
import { workshopFaults } from "./en/workshop-faults.ts";

/** The words of the workshop's pages. Apart from the hub's, so that people at the hub don't load them. */
export const w = { ...workshop, panel: workshopFaults, explain: workshopExplain };
