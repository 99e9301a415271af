import { useEffect, useState } from "react";
import { format } from "../texts/current.ts";

const REFRESH_MILLISECONDS = 30_000;

/** "2 minutes ago", kept true while one looks at it; the exact time is in the title. */
export function Ago({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={format.dateTime(at)} className="whitespace-nowrap">
      {format.ago(at, now)}
    </time>
  );
}

/** The present, moving on every half minute. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), REFRESH_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
