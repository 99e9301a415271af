/** The integration of `examples/desk` as route handlers of Next.js. */
import { toNextHandlers } from "@joinery/sdk/next";
import { lookAfter } from "@joinery/sdk/node";
import { createDesk } from "../../../desk/integration.ts";

// Created with the first request: `next build` loads this file too, and has no settings.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = toNextHandlers(() => {
  const desk = createDesk(process.env);
  lookAfter(desk);
  return desk;
});
