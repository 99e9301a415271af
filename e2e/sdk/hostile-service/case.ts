import type { OAuth2Options } from "@joinery/sdk";
import type { Hop } from "./browser.ts";
import type { Spelling } from "./hostile-server.ts";
import type { Lies, Place } from "./lies.ts";
import type { Stage, StoredAccount } from "./stage.ts";

/** How a connect with a hostile service may end. Anything else is a fault of the SDK. */
export type Ending =
  | "refused before the flow was claimed"
  | "refused before the code was used"
  | "refused, nothing was granted"
  | "refused and withdrawn"
  | "refused, on the administrator's list"
  | "linked";

/** What happened in the story of a case. */
export interface Told {
  /** Where the person has ended; nothing when no browser was involved. */
  last?: Hop;
  /** The flow that was attacked. */
  flow: string;
  /** What the hub was answered, where it asked. */
  answer?: { status: number; body: string };
}

/** One deviation from an honest service, and what must come of it. */
export interface Case {
  name: string;
  lies: Lies;
  ends: Ending;
  /** What goes on beside a plain connect of Ada. */
  story?: (stage: Stage) => Promise<Told>;
  spelling?: Spelling;
  auth?: Partial<OAuth2Options>;
  /** What else must be true; each sentence that is returned is a fault. */
  also?: (
    stage: Stage,
    told: Told,
    accounts: readonly StoredAccount[],
  ) => readonly string[] | Promise<readonly string[]>;
  /** Places at which the service lies in this case; those of `lies` unless given. */
  places?: readonly Place[];
  /** It takes the SDK's own time limit: ten seconds. */
  slow?: true;
  /** Why only the hub in memory can take part. */
  onlyFake?: string;
  /** Why it means nothing where Blink is served. */
  notInBlink?: string;
}

/** The plain story: Ada presses Connect and goes where she is sent. */
export async function connect(stage: Stage): Promise<Told> {
  const { flow, url } = await stage.press();
  const browser = await stage.newBrowser();
  return { flow, last: await browser.open(url) };
}
