import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { announce } from "../world/settings.ts";

/** A handler that answers Connect and proves nothing. */
const application = new Hono().post("/auth/:id", (c) =>
  c.json({
    code: "OK",
    message: "OK",
    data: { authorization_url: `https://desk.example/connect/${c.req.param("id")}` },
  }),
);
serve({ fetch: application.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => announce(port));
