import type { Phrase } from "../texts/phrase.ts";

/** A phrase with its emphasised parts. */
export function Rich({ phrase }: { phrase: Phrase }) {
  return phrase.map((part, index) => {
    const key = `${index}`;
    if (typeof part === "string") return <span key={key}>{part}</span>;
    return (
      <strong key={key} className="break-words font-semibold text-ink">
        {part.strong}
      </strong>
    );
  });
}
