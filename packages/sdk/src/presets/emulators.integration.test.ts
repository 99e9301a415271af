import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createEmulator, type EmulatorOptions } from "emulate";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Preset } from "../external/preset.ts";
import { github, google, microsoft, slack } from "../presets.ts";
import { EMULATOR_DIFFERENCES } from "../testing/emulator-differences.ts";
import { CLIENT } from "../testing/stand-in.ts";
import { asClient, startServiceWorld } from "../testing/vendor-world.ts";
import { DESK } from "../testing/world.ts";

/**
 * The presets against the emulators of the package `emulate`, which somebody else wrote. Where those are not as the vendors'
 * documents say, `EMULATOR_DIFFERENCES` says so, and `stored` and `report` are what comes of it.
 */
interface Emulated {
  service: "github" | "google" | "microsoft" | "slack";
  preset: Preset;
  scopes: string[];
  seed: object;
  /** The origin that its documents and redirects name. */
  origin: string;
  stored: object;
  api: string;
  report: string;
  renews: boolean;
}

const registered = { client_id: CLIENT.id, client_secret: CLIENT.secret, name: "Acme Desk" };
const client = { ...registered, redirect_uris: [`${DESK}/connect/callback`] };

const EMULATED: Record<string, Emulated> = {
  GitHub: {
    service: "github",
    preset: github,
    scopes: ["repo", "gist"],
    seed: { users: [{ login: "octocat", name: "The Octocat" }], oauth_apps: [client] },
    origin: "https://github.com",
    stored: {
      external_account_id: "octocat",
      display_name: "The Octocat",
      scopes: ["repo gist"],
      refresh_token: null,
    },
    api: "https://api.github.com/user/repos",
    report: "failed",
    renews: false,
  },
  Google: {
    service: "google",
    preset: google,
    scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
    seed: { users: [{ email: "ada@acme.example", name: "Ada Lovelace" }], oauth_clients: [client] },
    origin: "https://accounts.google.com",
    stored: { external_account_id: "ada@acme.example", display_name: "Ada Lovelace" },
    api: "https://www.googleapis.com/calendar/v3/users/me/calendarList",
    report: "revoked",
    renews: true,
  },
  "Microsoft Entra ID": {
    service: "microsoft",
    preset: microsoft,
    scopes: ["User.Read"],
    seed: { users: [{ email: "ada@acme.example", name: "Ada Lovelace" }], oauth_clients: [client] },
    origin: "https://login.microsoftonline.com",
    stored: { external_account_id: "ada@acme.example", display_name: "Ada Lovelace" },
    api: "https://graph.microsoft.com/v1.0/me",
    report: "not_supported",
    renews: true,
  },
  Slack: {
    service: "slack",
    preset: slack,
    scopes: ["users:read", "users.profile:read"],
    seed: { users: [{ name: "ada", real_name: "Ada Lovelace", email: "ada@acme.example" }], oauth_apps: [client] },
    origin: "https://slack.com",
    stored: { external_account_id: "ada", scopes: ["users:read", "users.profile:read"], refresh_token: null },
    api: "https://slack.com/api/users.profile.get",
    report: "failed",
    renews: false,
  },
};

async function startEmulatedWorld({ service, preset, scopes, seed, origin }: Emulated) {
  const port = await findFreePort();
  const options = { service, port, baseUrl: origin, seed: { [service]: seed } } as EmulatorOptions;
  const emulator = await createEmulator(options);
  onTestFinished(() => emulator.close());

  /** Whatever host of the vendor it is for, the emulator answers: the profile stays as it is. */
  async function handle(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const body = request.method === "GET" ? null : await request.text();
    const headers = new Headers(request.headers);
    return fetch(`http://127.0.0.1:${port}${pathname}${search}`, {
      method: request.method,
      headers,
      body,
      redirect: "manual",
    });
  }

  /** The person picks the last account on the emulator's page: the one of the seed. */
  async function consent(authorizationUrl: string): Promise<string> {
    expect(new URL(authorizationUrl).origin).toBe(origin);
    const page = await (await handle(new Request(authorizationUrl))).text();
    const form = [...page.matchAll(/<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].at(-1);
    const fields = [...(form?.[2] ?? "").matchAll(/name="([^"]+)" value="([^"]*)"/g)];
    const chosen = new URLSearchParams(
      fields.map(([, name = "", value = ""]): [string, string] => [name, unescapeHtml(value)]),
    );
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const action = new URL(form?.[1] ?? "", origin);
    const answer = await handle(new Request(action, { method: "POST", headers, body: chosen.toString() }));
    return answer.headers.get("location") ?? "";
  }

  return startServiceWorld({ handle, consent }, asClient({ preset, scopes }));
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function unescapeHtml(text: string): string {
  const named: Record<string, string> = { amp: "&", quot: '"', lt: "<", gt: ">", "#39": "'", "#x27": "'" };
  return text.replaceAll(/&(#?\w+);/g, (whole, name) => named[name] ?? whole);
}

describe.each(Object.entries(EMULATED))("an emulator of %s", (_, emulated) => {
  test("a person connects, an action gets through, and the receipt says what came of it", async () => {
    const world = await startEmulatedWorld(emulated);

    const { flow, account } = await world.connect();

    expect(world.stateOf(flow)).toEqual({ state: "completed", reason: null });
    expect(account).toMatchObject(emulated.stored);
    expect(await world.get(emulated.api)).toMatchObject({ status: 200 });
    expect(await world.disconnect()).toMatchObject({ data: { revocation: emulated.report } });
  });
});

test("where an emulator differs from the documents is written down for each", () => {
  expect(Object.keys(EMULATOR_DIFFERENCES)).toEqual(Object.values(EMULATED).map(({ preset }) => preset.name));
});

test.each(Object.entries(EMULATED).filter(([, { renews }]) => renews))(
  "an emulator of %s renews the access token",
  async (_, emulated) => {
    const world = await startEmulatedWorld(emulated);
    const { account } = await world.connect();
    world.clock.advance(3_600);

    expect(await world.get(emulated.api)).toMatchObject({ status: 200 });
    expect(world.account()?.access_token).not.toBe(account?.access_token);
  },
);
