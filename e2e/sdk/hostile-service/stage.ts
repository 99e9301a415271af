import type { LinkedAccount } from "@joinery/contract";
import type { Integration, IntegrationOptions, LogEntry, OAuth2Options } from "@joinery/sdk";
import type { Browser, Hop } from "./browser.ts";
import type { HostileServer, Spelling } from "./hostile-server.ts";
import type { Lies } from "./lies.ts";

/** The parts of the SDK that an integration is made with: of this repository, or of a copy with a check less. */
export interface Sdk {
  createIntegration(options: IntegrationOptions): Integration;
  oauth2(options: OAuth2Options): ReturnType<typeof import("@joinery/sdk").oauth2>;
  action: typeof import("@joinery/sdk").action;
}

/** Who presses Connect. */
export type User = "ada" | "eve";

/** How a flow stands at the hub. */
export interface FlowEnd {
  state: string;
  reason: string | null;
}

/** What is known of a stored account: with its tokens on a stage whose hub shows them to us. */
export type StoredAccount = Pick<LinkedAccount, "linked_account_id" | "external_account_id"> & Partial<LinkedAccount>;

/** A request of the integration to somebody who is neither the hub nor the service. */
export interface Astray {
  method: string;
  url: string;
}

/** How a stage is set. */
export interface StageOptions {
  sdk: Sdk;
  lies: Lies;
  spelling?: Spelling;
  auth?: Partial<OAuth2Options>;
}

/** A hub, a hostile service, an integration between them, and people with browsers. */
export interface Stage extends AsyncDisposable {
  service: HostileServer;
  integration: Integration;
  log: readonly LogEntry[];
  /** Every answer that any browser has had. */
  hops: readonly Hop[];
  astray: readonly Astray[];
  /** Origins of hub and integration, as browsers know them. */
  hub: string;
  desk: string;
  /** Secrets of the integration that nobody may read anywhere. */
  secrets: readonly string[];
  newBrowser(user?: User): Promise<Browser>;
  press(user?: User): Promise<{ flow: string; url: string }>;
  flow(id: string): Promise<FlowEnd>;
  accounts(user?: User): Promise<readonly StoredAccount[]>;
  /** How often the integration has claimed a flow: nothing may be exchanged before, and nothing checked too late. */
  claims(): number;
  /** A button of the hub's page: an action of the integration. */
  act(path: string, body: object): Promise<Response>;
  /** The hub asks the integration to disconnect. */
  disconnect(accountId: string): Promise<Response>;
  passTime(seconds: number): void;
  /** Paths of our own last pages, where they are not those of verified connects. */
  lastPages?: RegExp;
  /** Whether the hub knows that an account's tokens may be lost; only where the hub lets us look. */
  isInDoubt?(accountId: string): boolean;
  /** Another integration on the same origin, with the same secrets, for another external service. */
  neighbour?: Integration;
}
