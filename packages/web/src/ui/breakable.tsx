import { Fragment } from "react";
import { breakParts } from "./break-parts.ts";

/** An account name or address that may be long: it breaks after its signs first, and inside a word only when it must. */
export function Breakable({ text }: { text: string }) {
  let at = 0;
  return breakParts(text).map((part) => {
    const key = at;
    at += part.length;
    return (
      <Fragment key={key}>
        {key === 0 ? null : <wbr />}
        {part}
      </Fragment>
    );
  });
}
