/** Everything that depends on language or place goes through Intl here; the language comes from the texts. */
export interface Format {
  /** "3 linked accounts" */
  count: (amount: number, forms: { one: string; other: string }) => string;
  /** "23 November 2026, 14:05" */
  dateTime: (iso: string) => string;
  /** "23 November 2026" */
  date: (iso: string) => string;
  /** "14:05:09" with the day, for lists of events */
  exactTime: (iso: string) => string;
  /** "2 minutes ago", and the date when that is long ago */
  ago: (iso: string, now: Date) => string;
  /** "in 25 minutes", "now" when that is a matter of seconds, and the date when it is far off */
  until: (iso: string, now: Date) => string;
  /** "File a ticket and Read tickets" */
  list: (items: readonly string[]) => string;
  /** "1,204 ms" or "1.2 s" */
  duration: (milliseconds: number) => string;
  /** "812 bytes" or "12.4 kB" */
  bytes: (amount: number) => string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Beyond this a date says more than "12 days ago". */
const LONG_AGO_SECONDS = 7 * DAY;

/** Makes the formats of a language. `timeZone` is the browser's own unless a test says otherwise. */
export function createFormat(language: string, timeZone?: string): Format {
  const zone = timeZone === undefined ? {} : { timeZone };
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", ...zone });
  const date = new Intl.DateTimeFormat(language, { dateStyle: "long", ...zone });
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", ...zone });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const conjunction = new Intl.ListFormat(language, { type: "conjunction" });
  const milliseconds = new Intl.NumberFormat(language, { style: "unit", unit: "millisecond", unitDisplay: "short" });
  const seconds = new Intl.NumberFormat(language, {
    style: "unit",
    unit: "second",
    unitDisplay: "narrow",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });

  const bytes = new Intl.NumberFormat(language, { style: "unit", unit: "byte", unitDisplay: "long" });
  const kilobytes = new Intl.NumberFormat(language, { style: "unit", unit: "kilobyte", maximumFractionDigits: 1 });

  return {
    bytes: (amount) => (amount < 1_000 ? bytes.format(amount) : kilobytes.format(amount / 1_000)),
    count: (amount, forms) => `${number.format(amount)} ${plural.select(amount) === "one" ? forms.one : forms.other}`,
    dateTime: (iso) => dateTime.format(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
    exactTime: (iso) => exact.format(new Date(iso)),
    list: (items) => conjunction.format(items),
    duration: (value) => (value < 1_000 ? milliseconds.format(Math.round(value)) : seconds.format(value / 1_000)),
    until: (iso, now) => {
      const left = (new Date(iso).getTime() - now.getTime()) / 1_000;
      if (left >= 2 * DAY) return dateTime.format(new Date(iso));
      if (left >= 2 * HOUR) return relative.format(Math.round(left / HOUR), "hour");
      if (left >= MINUTE) return relative.format(Math.round(left / MINUTE), "minute");
      return relative.format(0, "second");
    },
    ago: (iso, now) => {
      const elapsed = (now.getTime() - new Date(iso).getTime()) / 1_000;
      if (elapsed >= LONG_AGO_SECONDS) return date.format(new Date(iso));
      if (elapsed >= DAY) return relative.format(-Math.floor(elapsed / DAY), "day");
      if (elapsed >= HOUR) return relative.format(-Math.floor(elapsed / HOUR), "hour");
      if (elapsed >= MINUTE) return relative.format(-Math.floor(elapsed / MINUTE), "minute");
      return relative.format(0, "second");
    },
  };
}
