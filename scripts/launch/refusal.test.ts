import { expect, test } from "vitest";
import { refusalFor } from "./refusal.mjs";

const GLIBC = "/lib64/ld-linux-x86-64.so.2";
const MUSL = "/lib/ld-musl-x86_64.so.1";

const debian = system([GLIBC], "2.36");
const alpine = system([MUSL], undefined);

function system(files: string[], glibcVersion: string | undefined) {
  return { exists: (path: string) => files.includes(path), glibcVersion: () => glibcVersion };
}

function linux(version: string) {
  return { version, platform: "linux", arch: "x64" };
}

test.each(["14.21.3", "18.20.8", "20.18.3"])("Node %s is too old, in one sentence that names the remedy", (version) => {
  const refusal = refusalFor(linux(version), debian);
  expect(refusal).toBe(
    `Joinery needs Node 20.19 or later and this is Node ${version}: install Node 24 and run the same command again.`,
  );
});

test.each(["20.19.0", "20.20.2", "22.1.0", "24.21.0", "26.0.0"])(
  "Node %s can start us on Linux with glibc",
  (version) => {
    expect(refusalFor(linux(version), debian)).toBeUndefined();
  },
);

test.each(["20.20.2", "24.21.0"])("musl is refused in one sentence, with Node %s", (version) => {
  const refusal = refusalFor(linux(version), alpine);
  expect(refusal).toContain("musl");
  expect(refusal).not.toContain("\n");
});

test("a glibc system with musl's loader installed beside is no musl system", () => {
  expect(refusalFor(linux("20.20.2"), system([GLIBC, MUSL], "2.36"))).toBeUndefined();
});

test("a musl system with a glibc look-alike installed beside stays a musl system", () => {
  expect(refusalFor(linux("24.21.0"), system([GLIBC, MUSL], undefined))).toContain("musl");
});

test.each([
  ["darwin", "arm64"],
  ["linux", "riscv64"],
])("where no Node is brought along (%s, %s), the machine's own must strip types", (platform, arch) => {
  const nothing = system([], undefined);
  expect(refusalFor({ version: "22.17.1", platform, arch }, nothing)).toContain("needs Node 22.18 or later on");
  expect(refusalFor({ version: "22.18.0", platform, arch }, nothing)).toBeUndefined();
});
