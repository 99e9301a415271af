export type * from "./integrations.ts";
export type * from "./people.ts";
export * from "./admin.ts";
