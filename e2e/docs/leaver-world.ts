import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ImportPeopleAnswer, OffboardingReport, OffboardingRow, PageOf } from "@joinery/contract/pages";
import { expect } from "vitest";
import type { GuideWorld } from "./guide-world.ts";
import { askAsAda, startLinkedHub } from "./linked-world.ts";

/** What an administrator has who sets up a directory: the hub's address, and the token that the admin panel has shown. */
export async function startLeaverWorld(): Promise<GuideWorld> {
  const hub = await startLinkedHub();
  const { secret } = await askAsAda<{ secret: string }>(hub, "POST", "/api/admin/scim/tokens", { name: "guide" });
  return {
    env: { HUB: hub.url, SCIM_TOKEN: secret },
    async expectResult(folder) {
      expect(hub.service.liveGrants("bob.stone")).toBe(0);
      const { rows } = await askAsAda<PageOf<OffboardingRow>>(hub, "GET", "/api/admin/offboardings");
      const report = await askAsAda<OffboardingReport>(
        hub,
        "GET",
        `/api/admin/offboardings/${rows[0]?.offboarding_id}`,
      );
      expect(report.totals).toEqual({ accounts: 1, open: 0, withdrawn: 1, not_withdrawn: 0 });
      const csv = readFileSync(join(folder, "people.csv"), "utf8");
      const answer = await askAsAda<ImportPeopleAnswer>(hub, "POST", "/api/admin/people/import", {
        csv,
        dry_run: true,
      });
      expect(answer).toMatchObject({ faults: [], added: 1, offboarded: [{ display_name: "Eve Marsh" }] });
    },
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}
