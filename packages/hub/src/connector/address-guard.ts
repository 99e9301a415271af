import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Which addresses one integration may have. */
export interface AddressRule {
  /** Loopback is for development on one machine only. */
  loopback: boolean;
  /** Networks that an administrator named while registering, as CIDR. They open private ranges, never metadata. */
  networks: readonly string[];
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Cloud metadata and platform services, and link-local as a whole: never, even when a network is named that holds them. */
const NEVER = [
  "169.254.0.0/16", // RFC 3927; metadata of nearly every cloud
  "fe80::/10", // RFC 4291, 2.5.6
  "fd00:ec2::/32", // AWS
  "fd20:ce::/32", // Google Cloud
  "100.100.100.200/32", // Alibaba Cloud
  "168.63.129.16/32", // Azure, a public address that only means the platform
  "192.0.0.192/32", // Oracle Cloud
].map((network) => ipaddr.parseCIDR(network));

/** Ranges that no integration can live in, whatever a network says. */
const NEVER_RANGES = new Set(["unspecified", "broadcast", "multicast", "linkLocal", "discard"]);
/** Global unicast as it is handed out (RFC 4291, 2.4; IANA): everything else that ipaddr.js calls unicast is unassigned. */
const GLOBAL_UNICAST = ipaddr.parseCIDR("2000::/3");
const NAT64 = ipaddr.parseCIDR("64:ff9b::/96");

/**
 * Decides whether an address may be connected to. Names are resolved first; see `guardedConnector`.
 *
 * @param address IPv4 in four decimal parts or IPv6, as a resolver or `URL.hostname` writes it, without brackets
 */
export function isAddressAllowed(address: string, rule: AddressRule): boolean {
  const bare = address.split("%")[0] ?? "";
  if (isIP(bare) === 0) return false;
  if (isIP(bare) === 4) return isPlainAddressAllowed(ipaddr.IPv4.parse(bare), rule);
  const parsed = ipaddr.IPv6.parse(inHexadecimal(bare));
  if (parsed.isIPv4MappedAddress()) return isPlainAddressAllowed(parsed.toIPv4Address(), rule);
  // Behind NAT64 (RFC 6052) only the address inside counts; loopback there is not this machine.
  if (parsed.match(NAT64 as [ipaddr.IPv6, number])) {
    return isPlainAddressAllowed(new ipaddr.IPv4(parsed.toByteArray().slice(12)), { ...rule, loopback: false });
  }
  return !tunnelsIPv4(parsed) && isPlainAddressAllowed(parsed, rule);
}

function isPlainAddressAllowed(address: Address, rule: AddressRule): boolean {
  const range = address.range();
  if (NEVER_RANGES.has(range) || isReservedForever(address) || NEVER.some((network) => isWithin(address, network))) {
    return false;
  }
  if (range === "loopback") return rule.loopback;
  if (range === "unicast" && (address instanceof ipaddr.IPv4 || isWithin(address, GLOBAL_UNICAST))) return true;
  return rule.networks.some((network) => ipaddr.isValidCIDR(network) && isWithin(address, ipaddr.parseCIDR(network)));
}

/** ipaddr.js takes `::1.2.3.4` for the mapped `::ffff:1.2.3.4`, which is another address; in hexadecimal it does not. */
function inHexadecimal(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** 240.0.0.0/4 (RFC 1112, 4). */
function isReservedForever(address: Address): boolean {
  return address instanceof ipaddr.IPv4 && (address.octets[0] ?? 0) >= 240;
}

/** Addresses that carry an IPv4 address to somebody else's gateway. They are out of use, so none is let through. */
function tunnelsIPv4(address: ipaddr.IPv6): boolean {
  const parts = address.parts;
  const compatible = parts.slice(0, 6).every((part) => part === 0) && !isLoopbackOrUnspecified(parts); // RFC 4291, 2.5.5.1
  const isatap = (parts[4] === 0 || parts[4] === 0x0200) && parts[5] === 0x5efe; // RFC 5214, 6.1
  return compatible || isatap || ["rfc6145", "rfc6052", "6to4", "teredo"].includes(address.range());
}

function isLoopbackOrUnspecified(parts: readonly number[]): boolean {
  return parts[6] === 0 && (parts[7] === 0 || parts[7] === 1);
}

function isWithin(address: Address, network: [Address, number]): boolean {
  return address.kind() === network[0].kind() && address.match(network);
}
