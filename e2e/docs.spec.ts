import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readMarkdownFiles } from "../scripts/checks/docs/markdown-files.ts";
import { createGuideShell } from "../scripts/docs/guides/guide-shell.ts";
import { readersEnvironment } from "../scripts/docs/guides/readers-environment.ts";
import { type GuideStepReport, runGuide } from "../scripts/docs/guides/run-guide.ts";
import { makePacks } from "../scripts/pack/make-packs.ts";
import { ROOT } from "../scripts/root.ts";
import { startAuthorWorld } from "./docs/author-world.ts";
import type { GuideWorld } from "./docs/guide-world.ts";
import { startLeaverWorld } from "./docs/leaver-world.ts";
import { startOrganisationWorld } from "./docs/organisation-world.ts";
import { startSealingWorld } from "./docs/sealing-world.ts";
import { findFreePorts } from "./world/free-ports.ts";

/** Every command of the documentation does what the page says, in an empty folder, on packed tarballs. */

/** Pages that go on where another one ends. */
const CHAINS = [
  [
    "docs/guides/blink-in-ten-minutes.md",
    "docs/guides/see-what-travels.md",
    "docs/guides/break-it.md",
    "docs/guides/write-tests.md",
  ],
];

/** Pages whose reader has something that an empty folder has not. */
const WORLDS: Readonly<Record<string, () => Promise<GuideWorld>>> = {
  "docs/guides/keep-links-alive.md": startAuthorWorld,
  "docs/guides/offboard-somebody.md": startLeaverWorld,
  "docs/guides/run-it-for-an-organisation.md": startOrganisationWorld,
  "docs/guides/sealed-tokens.md": startSealingWorld,
};

/** Its examples want something of the reader's: `npm run check` looks whether the command line would understand them. */
const REFERENCE = "docs/reference/cli.md";

const pages = new Map(readMarkdownFiles(ROOT).map(({ path, text }) => [path, text]));
const alone = [...pages].flatMap(([path, text]) =>
  /^```sh$/m.test(text) && path !== REFERENCE && !CHAINS.flat().includes(path) ? [[path]] : [],
);
const place = mkdtempSync(join(tmpdir(), "joinery-docs-"));
const packs = join(place, "packs");
const notRun: string[] = [];

beforeAll(async () => {
  await makePacks({ only: ["sdk", "testing", "cli"], target: packs });
});

afterAll(() => {
  console.log(["Not run:", ...notRun].join("\n  "));
  rmSync(place, { recursive: true, force: true });
});

test.concurrent.each([...CHAINS, ...alone].map((chain) => [chain.join(", "), chain] as const))(
  "what stands in %s works",
  async (title, chain) => {
    const folder = join(place, title.replaceAll(/\W+/g, "-"));
    mkdirSync(folder);
    const port = await findFreePorts(6);
    await using world = (await WORLDS[chain[0] ?? ""]?.()) ?? null;
    const theirs = readersEnvironment(process.env, { root: ROOT, home: folder });
    await using shell = createGuideShell(folder, {
      ...theirs,
      PATH: [theirs.PATH, world?.tools].filter(Boolean).join(delimiter),
      PACKS: packs,
      JOINERY_PORT: String(port),
      PORT: String(port + 5),
      ...world?.env,
    });
    for (const path of chain) {
      const reports = await runGuide(pages.get(path) ?? "", shell).catch((error: Error) => {
        throw new Error(`${path}, ${error.message}`);
      });
      notRun.push(...reports.flatMap((report) => reasonOf(path, report)));
      const ran = reports.filter(({ kind }) => kind !== "not run");
      const seconds = ran.reduce((sum, report) => sum + report.seconds, 0);
      console.log(`${path}: ${ran.length} blocks in ${seconds.toFixed(1)} s`);
    }
    await world?.expectResult?.(join(folder, "folder"));
    expect(chain.every((path) => pages.has(path))).toBe(true);
  },
  900_000,
);

function reasonOf(path: string, { line, reason }: GuideStepReport): string[] {
  return reason === undefined ? [] : [`${path}:${line}: ${reason}`];
}
