import { canListen } from "../ports/can-listen.ts";
import type { Finding } from "./finding.ts";

const ADDRESSES = [
  { host: "127.0.0.1", of: "the hub" },
  { host: "localhost", of: "your integration, as browsers see it" },
  { host: "::1", of: "Acme Desk" },
] as const;

/** Whether the three names of this machine can be used: cookies ignore ports, so the parties need a host each. */
export async function addresses(): Promise<Finding[]> {
  const usable = await Promise.all(ADDRESSES.map(({ host }) => canListen(host, 0)));
  return ADDRESSES.map(({ host, of }, index) =>
    usable[index]
      ? { what: `${host} can be used (${of}).` }
      : host === "::1"
        ? { what: "This machine has no IPv6 address of its own (::1); Acme Desk uses 127.0.0.1 instead." }
        : {
            what: `${host} can't be used (${of}).`,
            remedy: `Let ${host} lead to this machine, in /etc/hosts for example.`,
          },
  );
}
