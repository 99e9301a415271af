import { expect, test } from "vitest";
import { DESK, startWorld } from "../testing/world.ts";

const open = async (path: string) => {
  const world = await startWorld({ name: '<img src="x">' });
  return world.integration.fetch(new Request(`${DESK}${path}`));
};

test("the last page is static: no script, no state, framed by nobody", async () => {
  const answer = await open("/connect/ended?code=canary");

  const html = await answer.text();
  expect(answer.headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/,
  );
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  expect(html).toContain("Nothing was linked");
  expect(html).not.toMatch(/<script|<img|canary/);
});

test("a failure on the way reads differently from a connection that was stopped", async () => {
  const [ended, failed] = await Promise.all([open("/connect/ended"), open("/connect/failed")]);

  expect(await ended.text()).toContain("by someone else");
  expect(await failed.text()).toContain("did not answer as it should");
});

test.each(["/connect/", "/connect/nothing", "/connect/toString", "/connect/f-1", "/"])(
  "%s is nothing",
  async (path) => {
    const answer = await open(path);

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "NOT_FOUND" });
  },
);
