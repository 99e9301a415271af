import { type MarkedPart, markedParts } from "./marked.ts";

const LOOKS: Record<MarkedPart["kind"], string | undefined> = {
  text: undefined,
  code: "rounded-md bg-sunken px-1 py-px font-mono text-[0.88em] text-ink box-decoration-clone break-words",
  label: "font-medium text-ink",
};

/** A text with its code and labels set apart. */
export function MarkedText({ text }: { text: string }) {
  return markedParts(text).map((part, index) => {
    const key = `${index}`;
    if (part.kind === "code") {
      return (
        <code key={key} className={LOOKS.code}>
          {part.text}
        </code>
      );
    }
    return (
      <span key={key} className={LOOKS[part.kind]}>
        {part.text}
      </span>
    );
  });
}
