/** What an answer to Connect holds. */
export interface ReadAuthorization {
  isJson: boolean;
  /** What is missing or different in the envelope, in words; empty when it is exactly as documented. */
  faults: readonly string[];
  /** The address, wherever in the answer it stands: one wrong field must not hide all other faults. */
  address: string | undefined;
  /** The body without that address. */
  rest: string;
}

/** Reads the body of an answer to Connect, whatever its label says (contract 1.1). */
export function readAuthorization(body: string): ReadAuthorization {
  const answer = parseJson(body);
  if (answer === undefined) return { isJson: false, faults: ["it is not JSON"], address: undefined, rest: body };
  const { code, message, data } = Object(answer) as { code?: unknown; message?: unknown; data?: unknown };
  const url = (Object(data) as { authorization_url?: unknown }).authorization_url;
  const faults = [
    ...wordFaults("code", code),
    ...wordFaults("message", message),
    ...(typeof url === "string" && url !== "" ? [] : ["there is no data.authorization_url"]),
  ];
  const address = typeof url === "string" && url !== "" ? url : addressIn(answer, 0);
  const rest = JSON.stringify(answer, (_name, value) => (value === address ? "" : value));
  return { isJson: true, faults, address, rest };
}

/** Whether a body gives an authorization URL away, under its name at any depth. */
export function hasAuthorizationUrl(body: string): boolean {
  return /"authorization_?url"\s*:\s*"[^"]/i.test(body);
}

function wordFaults(name: "code" | "message", value: unknown): string[] {
  if (value === "OK") return [];
  return [value === undefined ? `there is no ${name}` : `${name} is not "OK"`];
}

const DEPTH_MOST = 4;

function addressIn(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return /^https?:\/\//i.test(value) ? value : undefined;
  if (typeof value !== "object" || value === null || depth > DEPTH_MOST) return undefined;
  for (const inner of Object.values(value)) {
    const found = addressIn(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
