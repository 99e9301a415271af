import { bundle, PROGRAMS, weighPackages } from "./sdk/bundle.ts";
import { startInNode, startInWorkerd } from "./sdk/cold-starts.ts";
import { compareConnects } from "./sdk/connects.ts";
import { comparePresses } from "./sdk/presses.ts";
import { sayBundle, sayColdStart, sayConnects, sayPresses } from "./sdk/report.ts";
import { startSmallWorld } from "./sdk/small-world.ts";
import { OTHER_CORES, pin, refuseUnfitMachine } from "./world/machine.ts";

/**
 * What the SDK costs: how large it is, how long it takes to start, and what its checks take beside programs that check
 * nothing. The measured process has the first core for itself.
 */
const SECONDS = Number(process.env.SECONDS ?? 10);

refuseUnfitMachine({ database: false });
pin(process.pid, OTHER_CORES);
sayBundle(await bundle(PROGRAMS.integration), await weighPackages(PROGRAMS.integration));
sayColdStart("Node", await startInNode());
sayColdStart("workerd", await startInWorkerd());
await using world = await startSmallWorld();
sayPresses(await comparePresses(world, SECONDS));
sayConnects(await compareConnects(world, SECONDS));
