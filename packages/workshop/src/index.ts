export { type DataFolder, takeDataFolder } from "./demo/data-folder.ts";
export { type Demo, type DemoOptions, startDemo } from "./demo/start-demo.ts";
export { createFormBrowser, type FormBrowser } from "./external-service/form-browser.ts";
export { DEMO_PASSWORD } from "./external-service/people.ts";
export {
  type ExternalService,
  type ExternalServiceOptions,
  startExternalService,
} from "./external-service/start-external-service.ts";
