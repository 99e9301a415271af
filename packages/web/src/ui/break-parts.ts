/** Cuts a name where a line may break: after `@`, `.`, `-`, `_`, `/`, `+` and `:`. Joined again it is the same text. */
export function breakParts(text: string): string[] {
  return text.match(/[^@.\-_/+:]*[@.\-_/+:]*/gu)?.filter((part) => part !== "") ?? [text];
}
