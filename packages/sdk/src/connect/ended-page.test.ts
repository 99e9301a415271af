import { expect, test } from "vitest";
import { DESK, startWorld } from "../testing/world.ts";

const open = async (path: string) => {
  const world = await startWorld({ name: '<img src="x">' });
  return world.integration.fetch(new Request(`${DESK}${path}`));
};

test("the last page is static: no script, no state, framed by nobody", async () => {
  const answer = await open("/connect/ended?why=browser&code=canary");

  const html = await answer.text();
  expect(answer.headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/,
  );
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  expect(html).toContain("Nothing was linked");
  expect(html).not.toMatch(/<script|<img|canary/);
});

test("a reason that we do not know reads like any failure", async () => {
  const [odd, inherited] = await Promise.all([open("/connect/ended?why=odd"), open("/connect/ended?why=toString")]);

  expect(await odd.text()).toContain("was not completed");
  expect(await inherited.text()).toContain("was not completed");
});

test.each(["/connect/", "/connect/nothing", "/connect/toString", "/connect/f-1", "/"])(
  "%s is nothing",
  async (path) => {
    const answer = await open(path);

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "NOT_FOUND" });
  },
);
