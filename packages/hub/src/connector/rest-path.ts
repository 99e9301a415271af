import { opaqueId, Problem } from "@joinery/contract";

/** What a path below `/connector/<service_id>` asks for. `reserved` is nothing that anyone may call (contract 1.1). */
export type ConnectorCall =
  | { kind: "auth"; authId: string }
  | { kind: "linked-account"; linkedAccountId: string }
  | { kind: "other" }
  | { kind: "reserved" };

export interface Rest {
  /** With a leading slash, exactly as it is joined, signed and sent. */
  path: string;
  /** With its question mark, or empty. */
  search: string;
  call: ConnectorCall;
}

const MAX_LENGTH = 8_192;
/** How often we decode at most: receivers that decode twice exist, those that decode six times don't. */
const MAX_DECODINGS = 6;
const RESERVED = new Set(["auth", "linked-accounts"]);
const PRINTABLE = /^[\x21-\x7e]*$/;
const PRINTABLE_PATH = /^[^\\?#]*$/;

/**
 * Reads the part of a request's path after `/connector/<service_id>` and decides what it asks for.
 *
 * What a receiver could understand differently from us is refused, not repaired: dot segments, backslashes, control
 * characters and slashes in disguise, in every encoding and nested ones too.
 *
 * @param rawPathAfterServiceId still encoded, with or without its leading slash
 * @param search still encoded, with its question mark, or empty
 */
export function parseRest(rawPathAfterServiceId: string, search: string): Rest {
  const raw = `/${rawPathAfterServiceId.replace(/^\/+/, "")}`;
  if (raw.length + search.length > MAX_LENGTH) throw new Problem("BAD_PATH");
  if (!PRINTABLE.test(raw) || !PRINTABLE_PATH.test(raw)) throw new Problem("BAD_PATH");
  if (!PRINTABLE.test(search) || search.includes("#") || (search !== "" && !search.startsWith("?"))) {
    throw new Problem("BAD_PATH");
  }
  const segments = raw.slice(1).split("/");
  const readings = segments.map(readingsOf);
  if (readings.flat().some(isTreacherous)) throw new Problem("BAD_PATH");
  const url = new URL(`http://rest.invalid${raw}${search}`);
  return { path: url.pathname, search: url.search, call: callOf(segments, readings) };
}

/** Every way a receiver may read a segment: as it stands, decoded once, decoded again, … */
function readingsOf(segment: string): string[] {
  const readings = [segment];
  let reading = decodeStrictly(segment);
  while (reading !== readings.at(-1)) {
    if (readings.length > MAX_DECODINGS) throw new Problem("BAD_PATH");
    readings.push(reading);
    reading = decodeLeniently(reading);
  }
  return readings;
}

function decodeStrictly(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new Problem("BAD_PATH", { cause });
  }
}

/** Below the first decoding a percent sign may be data: what is no text is taken byte by byte, the rest stays. */
function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%([0-9a-f]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}

function isTreacherous(reading: string): boolean {
  const name = nameOf(reading);
  if (name === "." || name === "..") return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for.
  return /[\u0000-\u001f\u007f/\\]/.test(reading);
}

/** A segment as the most forgiving receiver takes it: no matrix parameters, no width or case, no space around it. */
function nameOf(reading: string): string {
  return (reading.split(";")[0] ?? "").normalize("NFKC").trim().toUpperCase().toLowerCase();
}

/** Some servers drop dots at the end of a name. */
function isReservedName(reading: string): boolean {
  return RESERVED.has(nameOf(reading).replace(/[. ]+$/, ""));
}

function callOf(segments: readonly string[], readings: readonly string[][]): ConnectorCall {
  const first = readings.find((segmentReadings) => segmentReadings.every((reading) => nameOf(reading) !== ""));
  if (first === undefined || !first.some(isReservedName)) return { kind: "other" };
  const [name, id, ...more] = segments;
  if (id === undefined || more.length > 0 || !opaqueId.safeParse(id).success) return { kind: "reserved" };
  if (name === "auth") return { kind: "auth", authId: id };
  if (name === "linked-accounts") return { kind: "linked-account", linkedAccountId: id };
  return { kind: "reserved" };
}

/**
 * Joins a proxy URL and a rest with one slash between. The proxy URL's own query, fragment and credentials stay behind.
 *
 * @throws Problem BAD_PATH when the result would leave the proxy URL, whatever the reason
 */
export function joinProxyUrl(proxyUrl: string, rest: Pick<Rest, "path" | "search">): URL {
  const { origin, pathname } = new URL(proxyUrl);
  const path = `${pathname.replace(/\/+$/, "")}${rest.path}`;
  const url = new URL(`${origin}${path}${rest.search}`);
  const stays = url.origin === origin && url.pathname === path && url.search === rest.search;
  if (!stays || !rest.path.startsWith("/")) throw new Problem("BAD_PATH");
  return url;
}
