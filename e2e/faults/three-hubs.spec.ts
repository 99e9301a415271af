import { expect } from "vitest";
import { faultTest } from "./world/fault-suite.ts";
import { startFaultWorld } from "./world/start-fault-world.ts";

faultTest("a world starts", { mustHappen: ["connects"] }, async ({ counters }) => {
  await using world = await startFaultWorld({ hubs: 3 });
  const ada = await world.addMember("Bob Stone");
  const walked = await ada.connect();
  counters.count("connects", walked.isDone ? 1 : 0);
  console.log(walked, await ada.accounts(), [...world.front.answered()]);
  expect(walked.isDone).toBe(true);
});
