export { addOrganisation, addPerson, type NewPerson } from "./directory/add-people.ts";
export { createHub, type Hub, type HubOptions } from "./hub.ts";
export { registerIntegration } from "./integrations/register-integration.ts";
export { type Log, logToStderr } from "./log.ts";
export { loadOrCreateMasterKey, parseMasterKey } from "./secrets/master-key.ts";
export { type ServedHub, serveHub } from "./serve.ts";
export { type DatabaseLocation, type OpenDatabase, openDatabase } from "./store/database.ts";
