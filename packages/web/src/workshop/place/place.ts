/** A page of the workshop, and what is chosen on it. */
export type Place =
  | { page: "inspector"; flow?: string; exchange?: string }
  | { page: "faults" }
  | { page: "checks" }
  | { page: "check"; id: string }
  | { page: "problems" }
  | { page: "problem"; code: string }
  | { page: "nothing" };

/** Reads the place from an address. Choices are in the query, so that a link shows the same to somebody else. */
export function placeAt(pathname: string, search = ""): Place {
  const [first = "", second, ...rest] = pathname.split("/").slice(1).map(decode);
  if (rest.length > 0) return { page: "nothing" };
  if (first === "") return second === undefined ? inspectorAt(new URLSearchParams(search)) : { page: "nothing" };
  if (second === undefined || second === "") return listAt(first);
  if (first === "checks") return { page: "check", id: second };
  if (first === "problems") return { page: "problem", code: second };
  return { page: "nothing" };
}

/** The address of a place, without origin. */
export function addressOf(place: Place): string {
  switch (place.page) {
    case "inspector":
      return `/${queryOf(place)}`;
    case "check":
      return `/checks/${encodeURIComponent(place.id)}`;
    case "problem":
      return `/problems/${encodeURIComponent(place.code)}`;
    case "nothing":
      return "/";
    default:
      return `/${place.page}`;
  }
}

function listAt(name: string): Place {
  if (name === "faults" || name === "checks" || name === "problems") return { page: name };
  return { page: "nothing" };
}

function inspectorAt(query: URLSearchParams): Place {
  const flow = query.get("flow");
  const exchange = query.get("exchange");
  return { page: "inspector", ...(flow === null ? {} : { flow }), ...(exchange === null ? {} : { exchange }) };
}

function queryOf({ flow, exchange }: { flow?: string; exchange?: string }): string {
  const query = new URLSearchParams();
  if (flow !== undefined) query.set("flow", flow);
  if (exchange !== undefined) query.set("exchange", exchange);
  return query.size === 0 ? "" : `?${query}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
