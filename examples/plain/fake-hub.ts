import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";

/** What the fake hub keeps about an account: whatever the integration has sent. */
export type StoredAccount = Record<string, unknown> & { linked_account_id: string; expiry?: string };

/** As much of a hub as this example talks to, written from the published pages. */
export interface FakeHub {
  url: string;
  apiToken: string;
  /** Accounts under `<user id>/<linked account id>`. */
  accounts: Map<string, StoredAccount>;
  /** Method and path of every call, oldest first. */
  calls: string[];
  /** Lets the next list be as it was at an earlier time. */
  listNext(accounts: StoredAccount[]): void;
  /** Lets the next call fail with 409; with a method, the next one of that method. */
  refuseNext(method?: string): void;
  close(): Promise<void>;
}

const PATH = /^\/v2\/user\/([^/]+)\/linked-accounts(?:\/([^/?]+))?(?:\?.*)?$/;

/** Starts a fake hub on any free port. */
export async function startFakeHub(): Promise<FakeHub> {
  const apiToken = randomUUID();
  const accounts = new Map<string, StoredAccount>();
  const calls: string[] = [];
  const refusals: (string | undefined)[] = [];
  let nextList: StoredAccount[] | undefined;

  function serve(method: string, userId: string, id: string | undefined, body: object): [number, unknown] {
    const refusal = refusals.findIndex((refused) => refused === undefined || refused === method);
    if (refusal >= 0) {
      refusals.splice(refusal, 1);
      return [409, undefined];
    }
    const key = `${userId}/${id}`;
    const account = accounts.get(key);
    if (method === "POST" && id === undefined) {
      const added = { linked_account_id: `k-${randomUUID()}`, requires_reauthentication: false, ...body };
      accounts.set(`${userId}/${added.linked_account_id}`, added);
      return [201, added];
    }
    if (method === "GET" && id === undefined) {
      const list = nextList ?? [...accounts].filter(([name]) => name.startsWith(`${userId}/`)).map(([, kept]) => kept);
      nextList = undefined;
      return [200, list];
    }
    if (account === undefined) return [404, undefined];
    if (method === "PATCH") Object.assign(account, body);
    if (method === "DELETE") accounts.delete(key);
    return [200, account];
  }

  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    calls.push(`${request.method} ${request.url}`);
    const match = PATH.exec(request.url ?? "");
    const isOurs = request.headers.authorization === `Bearer ${apiToken}`;
    const [status, data] =
      match === null || !isOurs
        ? [401, undefined]
        : serve(request.method ?? "", match[1] ?? "", match[2], text === "" ? {} : JSON.parse(text));
    const ok = status < 300;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(ok ? { code: "OK", message: "OK", data } : { code: "REFUSED", message: "No." }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: originOf(server.address() as AddressInfo),
    apiToken,
    accounts,
    calls,
    listNext(list) {
      nextList = list;
    },
    refuseNext(method) {
      refusals.push(method);
    },
    close,
  };
}

/** The address of a bound server. */
export function originOf({ address, port }: AddressInfo): string {
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`;
}
