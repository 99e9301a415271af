import type { ReactNode } from "react";
import { Breakable } from "../../ui/breakable.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { MarkedText } from "../../ui/marked-text.tsx";
import { ReadingColumn } from "../frame/reading-column.tsx";
import { WorkshopHeading } from "../frame/workshop-heading.tsx";
import type { Place } from "../place/place.ts";
import { PlaceLink } from "../place/place-link.tsx";

interface ExplanationProps {
  back: { place: Place; label: string };
  /** Id or code: what one searches for. */
  name: string;
  badge: ReactNode;
  sentence: string;
  children: ReactNode;
}

/** A calm page about one thing: its name, the sentence, and short parts below. */
export function Explanation({ back, name, badge, sentence, children }: ExplanationProps) {
  return (
    <ReadingColumn>
      <PlaceLink
        to={back.place}
        className="mb-6 inline-block rounded py-1 text-ink-2 text-sm underline-offset-4 hover:underline"
      >
        ← {back.label}
      </PlaceLink>
      <p className="mb-2.5 flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <code className="break-words font-mono text-[0.8667rem] text-ink-2">
          <Breakable text={name} />
        </code>
        {badge}
      </p>
      <WorkshopHeading title={name}>
        <MarkedText text={sentence} />
      </WorkshopHeading>
      {children}
    </ReadingColumn>
  );
}

/** A part of the page under its heading; blank lines in the text make paragraphs. */
export function Part({ title, text }: { title: string; text: string }) {
  return (
    <section className="mt-9">
      <h2 className="font-semibold text-[1.0667rem] tracking-tight">{title}</h2>
      {text.split(/\n{2,}/).map((paragraph) => (
        <p key={paragraph} className="mt-1.5 max-w-prose whitespace-pre-line text-ink-2">
          <MarkedText text={paragraph} />
        </p>
      ))}
    </section>
  );
}

/** A part of the page that is to be copied: an exchange, or a few lines of code. */
export function CodePart({ title, code }: { title: string; code: string }) {
  return (
    <section className="mt-9">
      <div className="flex items-end justify-between gap-4">
        <h2 className="font-semibold text-[1.0667rem] tracking-tight">{title}</h2>
        <CopyButton value={code} what={title} />
      </div>
      <pre className="mt-2.5 overflow-x-auto whitespace-pre-wrap break-words rounded-xl border border-line bg-surface px-4 py-3.5 font-mono text-[0.8rem] leading-relaxed">
        {code}
      </pre>
    </section>
  );
}
