import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fakeWorkshop } from "./fake-workshop.fixture.ts";
import { createRecorder } from "./recorder.ts";
import { serveWorkshop } from "./serve-workshop.ts";

async function start() {
  const pagesFolder = await mkdtemp(join(tmpdir(), "joinery-pages-"));
  onTestFinished(() => rm(pagesFolder, { recursive: true }));
  await mkdir(join(pagesFolder, "assets"));
  await writeFile(join(pagesFolder, "workshop.html"), "<!doctype html><title>Workshop</title>");
  await writeFile(join(pagesFolder, "assets", "main-1a2b.js"), "export {};");
  await writeFile(join(pagesFolder, "secret.js"), "no");
  const recorder = createRecorder({ clock: () => new Date(), secrets: [] });
  const served = await serveWorkshop({ ...fakeWorkshop(), recorder, port: 0, token: "t", pagesFolder });
  onTestFinished(() => served.close());
  return served.url;
}

test.for(["/", "/faults", "/checks/core.auth.envelope", "/problems/FLOW_BURNED"])(
  "%s is a page that takes nothing from elsewhere and stands in no frame",
  async (path) => {
    const reply = await fetch(`${await start()}${path}`);

    expect(await reply.text()).toContain("<title>Workshop</title>");
    expect(reply.headers.get("content-security-policy")).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/);
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    expect(reply.headers.get("referrer-policy")).toBe("no-referrer");
  },
);

test("files of the pages are served for ever, and nothing beside their folder", async () => {
  const url = await start();

  const asset = await fetch(`${url}/assets/main-1a2b.js`);
  const beside = await Promise.all(
    ["/assets/..%2Fsecret.js", "/assets/%2e%2e/secret.js", "/secret.js", "/assets/none.js", "/assets/.env"].map(
      (path) => fetch(`${url}${path}`).then(({ status }) => status),
    ),
  );

  expect(asset.headers.get("cache-control")).toContain("immutable");
  expect(asset.headers.get("content-type")).toContain("text/javascript");
  expect(beside).toEqual([404, 404, 404, 404, 404]);
});
