import { expect, test } from "vitest";
import { chooseServerUser } from "./server-user.ts";

const NOBODY = "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin";
const POSTGRES = "postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash";

test("whoever is not root runs the server", () => {
  expect(chooseServerUser(1000, "")).toBeUndefined();
});

test("for root the user postgres runs it, and nobody where there is none", () => {
  expect(chooseServerUser(0, `root:x:0:0::/root:/bin/sh\n${NOBODY}\n${POSTGRES}`)).toEqual({ uid: 101, gid: 104 });
  expect(chooseServerUser(0, `root:x:0:0::/root:/bin/sh\n${NOBODY}`)).toEqual({ uid: 65534, gid: 65534 });
});

test("root alone on a machine is told", () => {
  expect(() => chooseServerUser(0, "root:x:0:0::/root:/bin/sh")).toThrow("does not run as root");
});
