export { type DataFolder, takeDataFolder } from "./demo/data-folder.ts";
export { type Demo, type DemoOptions, startDemo } from "./demo/start-demo.ts";
export { createFormBrowser, type FormBrowser } from "./external-service/form-browser.ts";
export { DEMO_PASSWORD } from "./external-service/people.ts";
export {
  type ExternalService,
  type ExternalServiceOptions,
  startExternalService,
} from "./external-service/start-external-service.ts";
export { isCallback } from "./faults/callback.ts";
export {
  FaultRefusal,
  type HubMeans,
  type PassingRequest,
  type RefusedFault,
  type ShapedCall,
} from "./faults/passing-request.ts";
export { type ShapedRequest, shapeRequest, whyNotPossible } from "./faults/shape-request.ts";
export { signClaimsWith } from "./faults/sign-claims.ts";
export { type RequestVariants, varyRequest } from "./faults/vary-request.ts";
