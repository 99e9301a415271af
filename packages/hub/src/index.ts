export { addOrganisation, addPerson, type NewPerson } from "./directory/add-people.ts";
export { createHub, type Hub, type HubOptions } from "./hub.ts";
export { changeIntegration } from "./integrations/change-integration.ts";
export { drawRegistration, registerIntegration } from "./integrations/register-integration.ts";
export { listIntegrations } from "./integrations/store.ts";
export { describeError, type Log, type LogFields, logToStderr } from "./log.ts";
export { loadOrCreateMasterKey, parseMasterKey } from "./secrets/master-key.ts";
export { type ServedHub, serveHub } from "./serve.ts";
export { type DatabaseLocation, type OpenDatabase, openDatabase } from "./store/database.ts";
