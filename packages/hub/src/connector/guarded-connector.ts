import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { type AddressRule, isAddressAllowed } from "./address-guard.ts";

/** One answer of a resolver. */
export interface ResolvedAddress {
  address: string;
  family: number;
}
/** Resolves a host name to all its addresses. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>;

/** Where a connection was about to go is not allowed. Neither name nor address is repeated: both end up in details. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
  readonly code = "ADDRESS_REFUSED";

  constructor() {
    super("The address is not one that integrations may have.");
  }
}

/** Asks the machine's resolver, `/etc/hosts` included. */
export const resolveWithSystem: Resolve = (hostname) => systemLookup(hostname, { all: true });

/**
 * Connects for undici, and only where `rule` allows: a literal is judged before the connect, a name by each of its
 * addresses at the moment of the connect, so that a name which changes its mind (DNS rebinding) gains nothing.
 */
export function guardedConnector(rule: AddressRule, resolve: Resolve, timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ allowH2: false, timeout: timeoutMs, lookup: guardedLookup(rule, resolve) });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0 && !isAddressAllowed(host, rule)) {
      queueMicrotask(() => callback(new AddressRefused(), null));
      return;
    }
    connect(options, callback);
  };
}

/**
 * A `lookup` for `net.connect` that leaves out what is not allowed. Names that are being resolved are resolved once:
 * the system's resolver has few threads, and one slow name must not take them all.
 */
function guardedLookup(rule: AddressRule, resolve: Resolve): LookupFunction {
  const underWay = new Map<string, Promise<ResolvedAddress[]>>();
  const resolveOnce = (hostname: string) => {
    const known = underWay.get(hostname);
    if (known !== undefined) return known;
    const fresh = resolve(hostname).finally(() => underWay.delete(hostname));
    underWay.set(hostname, fresh);
    return fresh;
  };
  return (hostname, options, callback) => {
    resolveOnce(hostname).then(
      (found) => {
        const allowed = found.filter(({ address }) => isAddressAllowed(address, rule));
        const [first] = allowed;
        if (first === undefined) callback(new AddressRefused(), "");
        else if (options.all === true) callback(null, allowed);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ""),
    );
  };
}
