export * from "./admin.ts";
export type * from "./integrations.ts";
export type * from "./people.ts";
