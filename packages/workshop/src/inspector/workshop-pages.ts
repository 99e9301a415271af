import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "@joinery/contract";
import { Hono } from "hono";

/** Routes of the pages: one document for all, and the browser shows the right one. */
const PAGES = ["/", "/flows/*", "/faults", "/checks", "/checks/*", "/problems", "/problems/*"] as const;

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

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
};

/** Serves the workshop's built pages from a folder; without one there is the API only. */
export function workshopPages(folder: string | undefined): Hono {
  const routes = new Hono();
  for (const page of PAGES) {
    routes.get(page, async (c) =>
      c.html((await read(folder, "workshop.html")).toString("utf8"), 200, {
        "content-security-policy": POLICY,
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
      }),
    );
  }
  routes.get("/assets/:name{[A-Za-z0-9_-][A-Za-z0-9._-]*}", async (c) => {
    const name = c.req.param("name");
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
    if (type === undefined) throw new Problem("NOT_FOUND");
    const bytes = new Uint8Array(await read(folder, "assets", name));
    return c.body(bytes, 200, { "content-type": type, "cache-control": "public, max-age=31536000, immutable" });
  });
  return routes;
}

async function read(folder: string | undefined, ...path: readonly string[]): Promise<Buffer> {
  if (folder === undefined) throw new Problem("NOT_FOUND");
  try {
    return await readFile(join(folder, ...path));
  } catch (cause) {
    throw new Problem("NOT_FOUND", { cause });
  }
}
