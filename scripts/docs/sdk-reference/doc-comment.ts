/** A doc comment in its parts, still as it was written. */
export interface DocComment {
  /** What stands before the first tag. */
  text: string;
  params: readonly { name: string; text: string }[];
  returns: string | undefined;
  throws: readonly string[];
  /** The code of its examples, without fences. */
  examples: readonly string[];
}

/** Takes a doc comment apart. Throws for a tag that the reference would drop without a word. */
export function parseDoc(doc: string): DocComment {
  const [text = "", ...tags] = `\n${doc}`.split(/^(?=@[a-z])/m);
  const params: { name: string; text: string }[] = [];
  const throws: string[] = [];
  const examples: string[] = [];
  let returns: string | undefined;
  for (const tag of tags) {
    const [, kind, rest = ""] = /^@([a-z]+)\s*([\s\S]*)$/.exec(tag.trim()) ?? [];
    if (kind === "param") {
      const [, name = "", meaning = ""] = /^(\S+)\s+([\s\S]*)$/.exec(rest) ?? [];
      params.push({ name, text: meaning });
    } else if (kind === "returns") returns = rest;
    else if (kind === "throws") throws.push(rest);
    else if (kind === "example")
      examples.push(...[...rest.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = ""]) => code));
    else if (kind !== "module") throw new Error(`the reference does not know the tag @${kind}`);
  }
  return { text: text.trim(), params, returns, throws, examples };
}

/** Whether a comment says anything: one sentence at least, with its full stop. */
export function saysSomething(doc: string): boolean {
  return /\w+ \S[\s\S]*[.:]/.test(parseDoc(doc).text);
}

/** The first sentence of a text, on one line. */
export function firstSentence(text: string): string {
  const [sentence = text] = /^[\s\S]*?\.(?=\s|$)/.exec(text) ?? [];
  return sentence.replaceAll(/\s+/g, " ").trim();
}
