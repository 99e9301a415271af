/** Parts of an address that are random and yet decide nothing: who comes back is known by others. */
const NOT_COUNTED = new Set(["code_challenge", "nonce", "client_id", "redirect_uri", "scope"]);
/** What OAuth brings back to the integration: when it is there, it alone decides (RFC 6749, 4.1.1; RFC 9126, 2.2). */
const BROUGHT_BACK = ["state", "request", "request_uri", "RelayState"];

/**
 * Measures how many bits of addresses nobody can know beforehand, from what differs between several of them. Counters and
 * times differ in a few places only, random values nearly everywhere.
 *
 * @param addresses of one person, at least four; with fewer a random place may look fixed
 */
export function unpredictableBits(addresses: readonly string[]): number {
  const parts = addresses.map(partsOf);
  const names = [...(parts[0]?.keys() ?? [])];
  const decisive = names.filter((name) => BROUGHT_BACK.includes(name));
  const counted = decisive.length > 0 ? decisive : names.filter((name) => !NOT_COUNTED.has(name));
  return counted.reduce((bits, name) => bits + bitsOf(parts.map((part) => part.get(name) ?? "")), 0);
}

/** Path segments by their place, parameters by their name, and the fragment. */
function partsOf(address: string): Map<string, string> {
  const url = URL.parse(address);
  const parts = new Map<string, string>();
  if (url === null) return parts.set("/0", address);
  for (const [index, segment] of url.pathname.split("/").entries()) parts.set(`/${index}`, segment);
  for (const [name, value] of url.searchParams) parts.set(name, value);
  return parts.set("#", url.hash);
}

function bitsOf(values: readonly string[]): number {
  if (new Set(values).size < values.length) return 0;
  const length = Math.min(...values.map((value) => value.length));
  let varied = 0;
  let seen = "";
  for (let place = 0; place < length; place += 1) {
    const here = new Set(values.map((value) => value[place]));
    if (here.size < 2) continue;
    varied += 1;
    seen += [...here].join("");
  }
  return varied * bitsEach(seen);
}

function bitsEach(seen: string): number {
  if (/^\d*$/.test(seen)) return Math.log2(10);
  if (/^([0-9a-f]*|[0-9A-F]*)$/.test(seen)) return 4;
  if (/^([0-9a-z]*|[0-9A-Z]*)$/.test(seen)) return Math.log2(36);
  return 6;
}
