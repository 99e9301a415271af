import { CHECKS, runConformance, workshopTarget } from "@joinery/conformance";
import { expect, test } from "vitest";
import { startHub } from "../start-hub.ts";
import type { DeskFault } from "./faults.fixture.ts";
import { smallDesk } from "./small-desk.fixture.ts";

type Kind = "plain" | "verified";

/** Each of these waits for a service that takes 6 seconds. */
const SLOW = new Set(["core.consent.service-slow", "revoke.service-slow", "refresh.survives-slow"]);

async function check(kind: Kind, fault: DeskFault | undefined, only: (id: string) => boolean) {
  await using hub = await startHub({ kind });
  await hub.serve((settings) => smallDesk(settings, kind, fault));
  const { proxySecret, apiToken } = hub.settings;
  const target = await workshopTarget(hub.workshop, { secrets: [proxySecret, apiToken] });
  return await runConformance({ target, workshop: hub.workshop, only: ({ id }) => only(id) });
}

async function failuresOf(...how: Parameters<typeof check>): Promise<string[]> {
  return (await check(...how)).results.filter(({ outcome }) => outcome === "failed").map(({ id }) => id);
}

test.each<Kind>(["plain", "verified"])(
  "a correct %s integration passes every check",
  async (kind) => {
    const report = await check(kind, undefined, (id) => !SLOW.has(id));
    const wrong = report.results.filter(
      ({ outcome, blocked_because }) => outcome !== "passed" && blocked_because !== "kind",
    );
    expect(wrong.map(({ id, expected, got, note }) => ({ id, expected, got, note }))).toEqual([]);
  },
  180_000,
);

/** Every fault, and what finds it among the quick checks of the profiles named. */
const FAULTS: [fault: DeskFault, kind: Kind, profiles: string, ids: string[]][] = [
  ["delete-without-secret", "plain", "core", ["core.secret.delete", "core.secret.live-account"]],
  ["delete-for-anybody", "plain", "core", ["core.delete.foreign-account", "core.user.live-query"]],
  ["user-from-query", "plain", "core", ["core.user.live-query"]],
  ["saves-nothing", "plain", "core", ["core.consent.links", "core.callback.refused-save"]],
  ["links-denied", "plain", "core", ["core.consent.denied"]],
  ["saves-without-tokens", "plain", "core", ["core.consent.service-fails"]],
  ["shows-stack-traces", "plain", "core", ["core.consent.service-fails"]],
  ["takes-any-state", "plain", "core", ["core.consent.unknown-state", "core.callback.once"]],
  ["user-in-state", "plain", "core", ["core.callback.own-user"]],
  ["keeps-states", "plain", "core", ["core.callback.once"]],
  ["token-in-address", "plain", "core", ["core.callback.no-secret"]],
  ["keeps-refused-access", "plain", "core", ["core.callback.refused-save"]],
  ["shows-headers", "plain", "core", ["core.answers.no-secret-in-trouble"]],
  ["claims-success", "plain", "core", ["core.consent.scope-dropped"]],
  [
    "never-revokes",
    "plain",
    "revoke",
    ["revoke.grant-withdrawn", "revoke.parallel", "revoke.service-down", "revoke.order"],
  ],
  [
    "says-revoked",
    "plain",
    "revoke",
    ["revoke.grant-withdrawn", "revoke.true-report", "revoke.parallel", "revoke.service-down", "revoke.order"],
  ],
  ["deletes-first", "plain", "revoke", ["revoke.service-down", "revoke.order"]],
  ["fails-when-repeated", "plain", "revoke", ["revoke.repeated", "revoke.parallel"]],
  ["revokes-everything", "plain", "revoke", ["revoke.only-this-grant"]],
  ["never-acknowledges", "plain", "revoke", ["revoke.acknowledged", "revoke.parallel", "revoke.service-not-json"]],
  ["acknowledges-anyway", "plain", "revoke", ["revoke.service-down", "revoke.order"]],
  [
    "never-refreshes",
    "plain",
    "refresh",
    ["refresh.renews", "refresh.once", "refresh.keeps-rotated", "refresh.tells-lost-grant", "refresh.survives-500"],
  ],
  ["one-refresh-for-all", "plain", "refresh", ["refresh.own-token"]],
  ["refreshes-each", "plain", "refresh", ["refresh.once"]],
  ["forgets-rotated", "plain", "refresh", ["refresh.keeps-rotated"]],
  ["keeps-silent", "plain", "refresh", ["refresh.tells-lost-grant"]],
  ["asks-again-for-anything", "plain", "refresh", ["refresh.survives-500"]],
  ["claims-success", "plain", "refresh", ["refresh.survives-500", "refresh.survives-not-json"]],
  [
    "one-account-for-each-person",
    "plain",
    "multi-account",
    ["multi-account.two-kept", "multi-account.same-identity", "multi-account.own-account"],
  ],
  ["new-name-each-time", "plain", "multi-account", ["multi-account.same-identity"]],
  [
    "one-person-for-each-account",
    "plain",
    "multi-account",
    ["multi-account.same-identity", "multi-account.two-people"],
  ],
  ["files-nothing", "plain", "multi-account", ["multi-account.own-account"]],
  [
    "ignores-the-cookie",
    "verified",
    "verified",
    ["verified.forwarded-finish", "verified.forwarded-service", "verified.forwarded-callback"],
  ],
  ["connects-without-flow", "verified", "verified", ["verified.needs-flow"]],
  [
    "exchanges-first",
    "verified",
    "verified",
    ["verified.forwarded-authorization-url", "verified.forwarded-finish", "verified.claim-first"],
  ],
  ["claims-last", "verified", "verified", ["verified.callback-twice", "verified.claim-first"]],
  ["silent-denial", "verified", "verified", ["verified.tells-denial"]],
  ["saves-without-tokens", "verified", "verified", ["verified.tells-failure"]],
  ["wants-any-signature", "verified", "verified", ["verified.signature"]],
  ["new-name-each-time", "verified", "verified", ["verified.reconnect-same"]],
  ["reconnect-overwrites", "verified", "verified", ["verified.reconnect-same", "verified.reconnect-other"]],
];

test.each(FAULTS)(
  "%s (%s, %s) is found",
  async (fault, kind, profile, ids) => {
    const found = await failuresOf(kind, fault, (id) => id.startsWith(`${profile}.`) && !SLOW.has(id));
    expect(found).toEqual(ids);
  },
  180_000,
);

/** The same for checks that wait: only these are run. */
const SLOW_FAULTS: [fault: DeskFault, id: string][] = [
  ["gives-up-with-a-stack-trace", "core.consent.service-slow"],
  ["stops-waiting-and-acknowledges", "revoke.service-slow"],
  ["asks-again-when-slow", "refresh.survives-slow"],
];

test.each(SLOW_FAULTS)(
  "%s is found by %s, which a correct integration passes",
  async (fault, slow) => {
    expect(await failuresOf("plain", fault, (id) => id === slow)).toEqual([slow]);
    expect(await failuresOf("plain", undefined, (id) => id === slow)).toEqual([]);
  },
  180_000,
);

test("every check with real accounts has been seen failing", () => {
  const found = new Set([...FAULTS.flatMap(([, , , ids]) => ids), ...SLOW_FAULTS.map(([, id]) => id)]);
  const unseen = CHECKS.filter(({ id, needs }) => needs === "workshop" && !found.has(id)).map(({ id }) => id);
  expect(unseen).toEqual([]);
});
