/** A sentence with emphasised parts. Names are parts of their own, so nothing in a name can change the sentence. */
export type Phrase = readonly (string | { readonly strong: string })[];

/** Marks a part of a phrase as the thing the sentence is about. */
export function strong(text: string): { readonly strong: string } {
  return { strong: text };
}

/** The phrase without emphasis, for titles and announcements. */
export function plainText(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === "string" ? part : part.strong)).join("");
}
