export { type DataFolder, takeDataFolder } from "./demo/data-folder.ts";
export { takesConnections } from "./demo/integration-process.ts";
export { StartRefusal } from "./demo/refusal.ts";
export { type Demo, type DemoOptions, startDemo } from "./demo/start-demo.ts";
export type { AroundTokenRequest, CarriedOut, TokenRequest } from "./external-service/around-token-requests.ts";
export type { ServiceFaults, SlowFaultDelays } from "./external-service/faults.ts";
export { createFormBrowser, type FormBrowser } from "./external-service/form-browser.ts";
export { DEMO_PASSWORD } from "./external-service/people.ts";
export {
  type ExternalService,
  type ExternalServiceOptions,
  startExternalService,
} from "./external-service/start-external-service.ts";
export { type ServedWorkshop, type ServeWorkshopOptions, serveWorkshop } from "./inspector/serve-workshop.ts";
export { findFreePorts, PORT_OFFSETS } from "./workshop/ports.ts";
export { type RunningWorkshop, startWorkshop, type WorkshopOptions } from "./workshop/start-workshop.ts";
export type { HubAnswer, Visitor } from "./workshop/visitor.ts";
