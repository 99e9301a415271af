/**
 * When a process of the integration is killed, by the moment that it reports before or after a request of its own. `again`
 * is what it does by itself with what its spool has kept; `during` the service has carried out what it was asked.
 */
export const INTEGRATION_KILLS: Readonly<Record<string, string>> = {
  "after claim": "integration killed between claim and spool",
  "before token": "integration killed between spool and token request",
  "during token": "integration killed while the token answer was on its way",
  "after token": "integration killed between token answer and spool",
  "before save": "integration killed between spool and save",
  "after save": "integration killed between save and its answer",
  "before save again": "integration killed before it saved what its spool had kept",
  "before refuse again": "integration killed before it reported an orphan",
  told: "integration killed when it was told to disconnect",
  "before revoke": "integration killed before the withdrawal",
  "after revoke": "integration killed between withdrawal and Delete",
  "after delete": "integration killed between Delete and acknowledgement",
};

const BEFORE_THE_CLAIM = "hub killed before the claim";

/** When a hub is killed, by what has passed the load balancer in front of it. The answer to `answered` is lost with it. */
export const HUB_KILLS: Readonly<Record<string, string>> = {
  "sent press": BEFORE_THE_CLAIM,
  "sent verify": BEFORE_THE_CLAIM,
  "sent redeem": BEFORE_THE_CLAIM,
  "sent claim": "hub killed with a claim in hand",
  "answered claim": "hub killed with the answer to a claim",
  "sent save": "hub killed with a save in hand",
  "answered save": "hub killed with the answer to a save",
  "sent refuse": "hub killed with a report in hand",
  "sent disconnect": "hub killed with a disconnect in hand",
  "answered disconnect": "hub killed with the answer to a disconnect",
  "sent delete": "hub killed with a Delete in hand",
  "answered delete": "hub killed with the answer to a Delete",
};

/** Kills that wait for something else. */
export const OTHER_KILLS = {
  promised: "hub killed the moment a disconnect was in the database",
  telling: "hub killed while it told the integration",
  anyHub: "hub killed at any time",
  allHubs: "all hubs killed",
  anyIntegration: "integration killed at any time",
  allIntegrations: "all integrations killed",
} as const;

/** Every kind of kill. */
export const KILLS: readonly string[] = [
  ...new Set([INTEGRATION_KILLS, HUB_KILLS, OTHER_KILLS].flatMap((kills) => Object.values(kills))),
];
