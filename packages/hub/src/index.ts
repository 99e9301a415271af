export type { Config } from "./config/config.ts";
export type { Fault } from "./config/fault.ts";
export { type ConfigRead, readConfig } from "./config/read-config.ts";
export { SETTING_GROUPS, SETTINGS, type Setting } from "./config/settings.ts";
export { findUnknownSettings, READ_NAMES } from "./config/unknown-settings.ts";
export { addOrganisation, addPerson, type NewPerson } from "./directory/add-people.ts";
export { ensureOrganisation } from "./directory/ensure-organisation.ts";
export { openSetup } from "./directory/setup/open-setup.ts";
export { prepareFirstUse } from "./directory/setup/prepare-first-use.ts";
export type { SignInSettings } from "./directory/sign-in/settings.ts";
export { createHub, type Hub, type HubOptions } from "./hub.ts";
export { changeIntegration } from "./integrations/change-integration.ts";
export { drawRegistration, registerIntegration } from "./integrations/register-integration.ts";
export { listIntegrations } from "./integrations/store.ts";
export { describeError, type Log, type LogFields, logToStderr } from "./log.ts";
export { loadOrCreateMasterKey, parseMasterKey } from "./secrets/master-key.ts";
export { loadSigningKey, WrongMasterKey } from "./secrets/signing-key.ts";
export { type FetchLayer, type ServedHub, type ServeOptions, serveHub } from "./serve.ts";
export {
  connectDatabase,
  type DatabaseLocation,
  type OpenDatabase,
  openDatabase,
} from "./store/database.ts";
export { findMissingMigrations, SchemaIsNewer } from "./store/migrate.ts";
