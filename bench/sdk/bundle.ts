import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type OutputChunk, rolldown } from "rolldown";
import { ROOT } from "../../scripts/root.ts";

/** The least that an author writes for a service with OAuth. */
const INTEGRATION = `createIntegration({
  hub: "http://127.0.0.1:4000", serviceId: "l-1", authId: "t-1", proxySecret: "proxy-secret", apiToken: "api-token",
  connectBase: "http://127.0.0.1:4001", name: "Acme Desk", spool: "none", log: () => undefined,
  auth: oauth2({ issuer: "http://127.0.0.1:4003", clientId: "desk", scopes: ["openid", "offline_access"] }),
})`;
const SDK = join(ROOT, "packages/sdk/src");
const MAIN = `import { createIntegration, oauth2 } from "${SDK}/index.ts";\n`;

/** Programs that are bundled, and what they are compared with. */
export const PROGRAMS = {
  integration: `${MAIN}export default ${INTEGRATION};`,
  worker: `${MAIN}import { toWorker } from "${SDK}/adapters/workers.ts";\nexport default toWorker(() => ${INTEGRATION});`,
  bare: 'export default { fetch: async () => new Response("hello", { status: 401 }) };',
} as const;

/** A program and everything it needs, in one file. */
export interface Bundle {
  code: string;
  /** Bytes, minified. */
  minified: number;
  /** Bytes, minified and gzipped. */
  gzipped: number;
}

/** Bundles and minifies a program; packages that are named stay outside. */
export async function bundle(program: string, outside: readonly RegExp[] = []): Promise<Bundle> {
  const place = join(ROOT, "bench/sdk/program.ts");
  const build = await rolldown({
    input: "program",
    platform: "browser",
    external: [...outside],
    plugins: [
      {
        name: "program",
        resolveId: (id) => (id === "program" ? place : null),
        load: (id) => (id === place ? program : null),
      },
    ],
  });
  const { output } = await build.generate({ format: "esm", minify: true });
  await build.close();
  const { code } = output.find((file): file is OutputChunk => file.type === "chunk") ?? { code: "" };
  return { code, minified: Buffer.byteLength(code), gzipped: gzipSync(code, { level: 9 }).byteLength };
}

/** Packages in the bundle, by how they are imported. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  zod: /^zod/,
  jose: /^jose/,
  "openid-client": /^(openid-client|oauth4webapi)/,
  "@joinery/contract": /^@joinery\/contract/,
};

/** What each package weighs: how many bytes the bundle loses without it; what is left then is the SDK itself. */
export async function weighPackages(program: string): Promise<{ name: string; gzipped: number }[]> {
  const whole = await bundle(program);
  const weights: { name: string; gzipped: number }[] = [];
  for (const [name, outside] of Object.entries(PACKAGES)) {
    weights.push({ name, gzipped: whole.gzipped - (await bundle(program, [outside])).gzipped });
  }
  const alone = await bundle(program, Object.values(PACKAGES));
  return [{ name: "@joinery/sdk", gzipped: alone.gzipped }, ...weights].sort(
    (one, other) => other.gzipped - one.gzipped,
  );
}
