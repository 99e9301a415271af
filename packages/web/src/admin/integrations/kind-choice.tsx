import { t } from "../../texts/current.ts";
import type { FormValues } from "./form-values.ts";

interface KindChoiceProps {
  values: FormValues;
  error: string | undefined;
  onChange: (change: Partial<FormValues>) => void;
}

const KINDS = ["verified", "plain"] as const;

/** Verified or plain; plain only with the tick that says what it means (contract 2.1). */
export function KindChoice({ values, error, onChange }: KindChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{t.manage.kind}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {KINDS.map((kind) => (
          <label
            key={kind}
            className="flex gap-3 rounded-xl border border-line-strong p-4 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent-ink has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name="kind"
              value={kind}
              checked={values.kind === kind}
              onChange={() => onChange({ kind, phishingAccepted: false })}
              className="mt-1 size-4 shrink-0 accent-accent outline-none"
            />
            <span>
              <span className="block font-medium">{t.manage.kinds[kind].title}</span>
              <span className="block text-ink-2 text-sm">{t.manage.kinds[kind].body}</span>
            </span>
          </label>
        ))}
      </div>
      {values.kind === "plain" ? (
        <label className="enter mt-3 flex gap-3 rounded-xl border border-warn-line bg-warn-soft p-4">
          <input
            type="checkbox"
            required
            checked={values.phishingAccepted}
            onChange={(event) => onChange({ phishingAccepted: event.target.checked })}
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span>
            {t.manage.phishing}
            {error === undefined ? null : (
              <span className="mt-1 block font-medium text-bad text-sm">{t.manage.phishingMissing}</span>
            )}
          </span>
        </label>
      ) : null}
    </fieldset>
  );
}
