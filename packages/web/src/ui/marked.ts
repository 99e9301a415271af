/** A piece of a text in which backticks mark code and stars what stands on a button. */
export interface MarkedPart {
  kind: "text" | "code" | "label";
  text: string;
}

/** Cuts a text at its marks. A mark that is never closed is text. */
export function markedParts(text: string): MarkedPart[] {
  return [...text.matchAll(/`([^`]+)`|\*([^*\s][^*]*)\*|[^`*]+|[`*]/g)].map(([all, code, label]) => {
    if (code !== undefined) return { kind: "code", text: code };
    return label === undefined ? { kind: "text", text: all } : { kind: "label", text: label };
  });
}
