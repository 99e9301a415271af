/** A Hono app with the integration of `examples/desk` in it, for whatever runs Hono. */
import type { Integration } from "@joinery/sdk";
import { toHonoHandler } from "@joinery/sdk/hono";
import { Hono } from "hono";

/** Puts the integration into an app. */
export function createApp(desk: Integration | (() => Integration)): Hono {
  const app = new Hono();
  app.all("/*", toHonoHandler(desk));
  return app;
}
