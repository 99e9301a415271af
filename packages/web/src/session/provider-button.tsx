import { type MouseEvent, useEffect, useState, useSyncExternalStore } from "react";
import { isReachable, onReachabilityChange } from "../api/reachability.ts";
import { t } from "../texts/current.ts";
import { buttonClass, Spinner } from "../ui/button.tsx";
import { useAfter } from "../ui/skeleton.tsx";
import { keepReturnPathOnly, readReturnPath } from "./memory.ts";
import { signInPath } from "./sign-in-path.ts";

const SLOW_AFTER_MILLISECONDS = 6_000;

/** The way to the organisation's identity provider: a link, because the browser leaves this page for it. */
export function ProviderButton({ name }: { name: string }) {
  const reachable = useSyncExternalStore(onReachabilityChange, isReachable);
  const [leaving, setLeaving] = useState(false);

  useEffect(() => {
    // The back button brings this page back as it was left.
    const stay = (event: PageTransitionEvent) => {
      if (event.persisted) setLeaving(false);
    };
    window.addEventListener("pageshow", stay);
    return () => window.removeEventListener("pageshow", stay);
  }, []);

  const leave = (event: MouseEvent) => {
    if (leaving || !reachable) return event.preventDefault();
    keepReturnPathOnly();
    setLeaving(true);
  };

  return (
    <div>
      <a
        href={signInPath({ returnPath: readReturnPath() })}
        aria-disabled={leaving || !reachable || undefined}
        onClick={leave}
        className={`${buttonClass("primary", "lg")} w-full ${reachable ? "" : "opacity-60"}`}
      >
        {leaving ? <Spinner /> : null}
        {leaving ? t.session.goingTo(name) : t.session.continueWith(name)}
      </a>
      {leaving ? <Patience name={name} onAgain={() => setLeaving(false)} /> : null}
    </div>
  );
}

function Patience({ name, onAgain }: { name: string; onAgain: () => void }) {
  const slow = useAfter(SLOW_AFTER_MILLISECONDS);
  return (
    <p role="status" className="mt-2.5 text-ink-2 text-sm">
      {slow ? (
        <>
          {t.session.slowProvider(name)}{" "}
          <button type="button" onClick={onAgain} className="underline underline-offset-4 hover:text-ink">
            {t.general.tryAgain}
          </button>
        </>
      ) : null}
    </p>
  );
}
