import { type ReactNode, useRef } from "react";
import type { JointState } from "../ui/joint.tsx";
import { Panel } from "../ui/section.tsx";
import { useRegainFocus } from "../ui/use-regain-focus.ts";
import { LinkPicture } from "./link-picture.tsx";

interface PartyPanelProps {
  picture: JointState;
  integration: { name: string; iconUrl: string | null };
  title: string;
  body: string;
  children?: ReactNode;
}

/** The two parties, what is happening between them, and what one can do about it. Takes the focus that the button left behind. */
export function PartyPanel({ picture, integration, title, body, children }: PartyPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useRegainFocus(heading, title);

  return (
    <Panel className="overflow-hidden">
      <div className="flex flex-col items-start sm:flex-row sm:items-stretch">
        <div className="flex w-full shrink-0 items-center justify-center border-line border-b bg-sunken px-10 py-9 sm:w-[17rem] sm:border-r sm:border-b-0">
          <LinkPicture state={picture} integration={integration} moving className="-ml-4 w-44" />
        </div>
        <div className="min-w-0 flex-1 p-6">
          <div role="status">
            <h2 ref={heading} tabIndex={-1} className="font-semibold text-xl tracking-tight outline-none">
              {title}
            </h2>
            <p className="mt-1.5 text-ink-2">{body}</p>
          </div>
          {children}
        </div>
      </div>
    </Panel>
  );
}
