import type { RecordedBody } from "@joinery/contract/workshop";

/** A piece of a body, to be drawn in its colour. */
export interface BodyPart {
  kind: "name" | "text" | "value" | "plain";
  text: string;
}

/** Beyond this length the colours cost more than they tell. */
const MOST_COLOURED = 20_000;

/** The body with JSON laid out and forms line by line; `null` when there is nothing to read. */
export function prettyBody(body: RecordedBody): string | null {
  if (body.text === null || body.text === "") return null;
  if (body.type === "application/x-www-form-urlencoded") return prettyForm(body.text);
  try {
    return JSON.stringify(JSON.parse(body.text), null, 2);
  } catch {
    return body.text;
  }
}

/** Cuts laid out JSON into names, texts and values; anything else stays one piece. */
export function partsOf(pretty: string): BodyPart[] {
  if (!/^[[{]/.test(pretty) || pretty.length > MOST_COLOURED) return [{ kind: "plain", text: pretty }];
  const pieces = pretty.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*|true|false|null)|([^"\d\-tfn]+|.)/g);
  return [...pieces].map(([text, quoted, colon, value]) => {
    if (quoted !== undefined) return { kind: colon === undefined ? "text" : "name", text };
    return { kind: value === undefined ? "plain" : "value", text };
  });
}

function prettyForm(text: string): string {
  return [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${value}`).join("\n");
}
