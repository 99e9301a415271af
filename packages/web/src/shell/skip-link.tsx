import { t } from "../texts/current.ts";

/** The first stop of the keyboard: past the navigation. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="absolute top-2 left-2 z-40 -translate-y-20 rounded-lg bg-ink px-4 py-2 font-medium text-paper focus:translate-y-0"
    >
      {t.general.skip}
    </a>
  );
}
