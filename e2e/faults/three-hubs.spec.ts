import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { faultTest } from "./world/fault-suite.ts";
import { expectHonestEnd } from "./world/honest-end.ts";
import { expectNothingForgotten } from "./world/nothing-forgotten.ts";
import { startFaultWorld } from "./world/start-fault-world.ts";
import { startTraffic } from "./world/traffic.ts";

const PEOPLE = 4;
const KILLS = 2;
const RESTARTS = 2;

faultTest(
  "three hubs are one: a killed one costs the requests it had, one that is restarted in order costs nothing",
  {
    mustHappen: [
      "hubs killed",
      "flows under way at a kill",
      "hubs restarted in order",
      "flows under way at a restart",
      "connects",
      "tickets",
      "disconnects",
    ],
  },
  async ({ random, counters }) => {
    await using world = await startFaultWorld({ hubs: 3 });
    const people = await Promise.all(Array.from({ length: PEOPLE }, (_, n) => world.addMember(`Person ${n + 1}`)));
    await using traffic = startTraffic(people, counters);
    await traffic.untilMoreConnects(PEOPLE);

    for (let kill = 0; kill < KILLS; kill += 1) {
      const hub = random.pick(world.hubs);
      await wait(random.between(0, 300));
      await traffic.untilUnderWay();
      counters.count("flows under way at a kill", traffic.flowsUnderWay());
      await hub.kill();
      counters.count("hubs killed");
      await traffic.untilMoreConnects(2);
      await hub.restart();
    }
    const lostByKills = world.front.lost();
    counters.count("requests lost by kills", lostByKills);
    expect(traffic.failed().length, "a lost request breaks one flow at most").toBeLessThanOrEqual(lostByKills);

    await traffic.untilMoreConnects(PEOPLE);
    const failedBefore = traffic.failed().length;
    for (const hub of world.hubs.slice(0, RESTARTS)) {
      await traffic.untilUnderWay();
      counters.count("flows under way at a restart", traffic.flowsUnderWay());
      await hub.kill("SIGTERM");
      await hub.restart();
      counters.count("hubs restarted in order");
      await traffic.untilMoreConnects(2);
    }
    await traffic.stop();

    expect(world.front.lost(), "a restart in order loses no request").toBe(lostByKills);
    expect(traffic.failed().slice(failedBefore), "and breaks no flow").toEqual([]);
    await expectNothingForgotten(world, traffic);
    await expectHonestEnd(world);
  },
);
