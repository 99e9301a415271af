import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "@joinery/contract";
import { Hono } from "hono";
import type { HubEnv, Request } from "./environment.ts";

/** Page routes of the web package: the hub serves the same document for each, and the browser shows the right page. */
const PAGES = [
  "/",
  "/sign-in",
  "/sessions",
  "/setup",
  "/integrations/:serviceId",
  "/accounts/:accountId",
  "/accounts/:accountId/receipt",
  "/connect/opening",
  "/connect/ended",
  "/connect/:flow/confirm",
  "/connect/:flow/ended",
  "/connect/:flow/done",
  "/admin",
  "/admin/*",
] as const;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
};

/** Serves the built pages from a folder: the document by name, its assets for ever, because their names carry a hash. */
export function pageRoutes(folder: string | undefined): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  const assets = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  async function showDocument(c: Request): Promise<Response> {
    if (folder === undefined) throw new Problem("NOT_FOUND");
    return c.html(await readFile(join(folder, "index.html"), "utf8"), 200, {
      "content-security-policy": POLICY,
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=()",
    });
  }
  for (const page of PAGES) routes.get(page, showDocument);

  routes.get("/assets/:name{[A-Za-z0-9._-]+}", async (c) => {
    const name = c.req.param("name");
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
    if (folder === undefined || type === undefined || name.startsWith(".")) throw new Problem("NOT_FOUND");
    const bytes = await readAsset(join(folder, "assets", name), assets);
    return c.body(bytes, 200, { "content-type": type, "cache-control": "public, max-age=31536000, immutable" });
  });

  return routes;
}

async function readAsset(file: string, assets: Map<string, Promise<Uint8Array<ArrayBuffer>>>) {
  const reading = assets.get(file) ?? readFile(file).then((bytes) => new Uint8Array(bytes));
  assets.set(file, reading);
  try {
    return await reading;
  } catch (cause) {
    assets.delete(file);
    throw new Problem("NOT_FOUND", { cause });
  }
}
