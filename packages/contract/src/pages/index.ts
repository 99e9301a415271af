export * from "./admin.ts";
export * from "./audit-actions.ts";
export type * from "./disconnects.ts";
export * from "./events.ts";
export type * from "./integrations.ts";
export type * from "./notices.ts";
export * from "./offboarding.ts";
export type * from "./people.ts";
export type * from "./sessions.ts";
