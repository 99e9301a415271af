import { useRef } from "react";
import { t } from "../texts/current.ts";
import { Notice } from "../ui/notice.tsx";
import { useRegainFocus } from "../ui/use-regain-focus.ts";

/** Says that a connect has just succeeded. Where Reconnect was pressed on this page, its button has gone: the focus comes here. */
export function LinkedNotice({ externalAccountId }: { externalAccountId: string }) {
  const place = useRef<HTMLDivElement>(null);
  useRegainFocus(place, externalAccountId);
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Notice tone="good" live>
        <span className="text-ink">{t.account.linkedNow(externalAccountId)}</span>
      </Notice>
    </div>
  );
}
