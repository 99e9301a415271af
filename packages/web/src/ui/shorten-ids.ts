/** An identifier of the hub's making (contract 1.3), or a request id: a UUID, mostly with a letter before it. */
const ID = /\b([a-z]-)?([0-9a-f]{4})[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{8}([0-9a-f]{4})\b/g;

/** Takes the middle out of every identifier in a text, for lists that one looks through; enough stays to compare two. */
export function shortenIds(text: string): string {
  return text.replace(
    ID,
    (_, letter: string | undefined, head: string, tail: string) => `${letter ?? ""}${head}…${tail}`,
  );
}
