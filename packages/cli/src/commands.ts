import type { CommandDefinition } from "./command.ts";
import { CONFORMANCE } from "./conformance/definition.ts";
import { DEV } from "./dev/definition.ts";
import { DOCTOR } from "./doctor/definition.ts";
import { FAULT } from "./fault/definition.ts";
import { EXPORT } from "./flow/export-definition.ts";
import { REPLAY } from "./flow/replay-definition.ts";
import { HUB_MIGRATE } from "./hub/migrate-definition.ts";
import { HUB_SERVE } from "./hub/serve-definition.ts";
import { INIT } from "./init/definition.ts";
import { INSPECT } from "./inspect/definition.ts";

/** Every command, in the order in which one needs them. */
export const COMMANDS: readonly CommandDefinition[] = [
  INIT,
  DEV,
  CONFORMANCE,
  INSPECT,
  FAULT,
  EXPORT,
  REPLAY,
  DOCTOR,
  HUB_SERVE,
  HUB_MIGRATE,
];
