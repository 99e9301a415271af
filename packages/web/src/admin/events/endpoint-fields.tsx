import type { HubEventType } from "@joinery/contract";
import { t } from "../../texts/current.ts";
import { LongTextField, TextField } from "../../ui/field.tsx";
import type { FieldErrors } from "../../ui/field-errors.ts";
import { type EndpointValues, toggleType } from "./endpoint-values.ts";

const words = t.events.form;
/** Every type has words, so the words know every type. */
const EVERY_TYPE = Object.keys(t.events.types) as HubEventType[];

interface EndpointFieldsProps {
  values: EndpointValues;
  errors: FieldErrors;
  onChange: (change: Partial<EndpointValues>) => void;
}

/** The fields that adding and changing an endpoint have in common. */
export function EndpointFields({ values, errors, onChange }: EndpointFieldsProps) {
  return (
    <>
      <TextField
        {...words.url}
        type="url"
        required
        className="font-mono text-[0.9rem]"
        value={values.url}
        error={errors("url")}
        onChange={(event) => onChange({ url: event.target.value })}
      />
      <TextField
        {...words.description}
        aside={words.optional}
        maxLength={200}
        value={values.description}
        error={errors("description")}
        onChange={(event) => onChange({ description: event.target.value })}
      />
      <LongTextField
        {...words.networks}
        aside={words.optional}
        rows={1}
        spellCheck={false}
        className="min-h-10! font-mono text-[0.9rem]"
        value={values.networks}
        error={errors("allowed_networks") === undefined ? undefined : words.networksWrong}
        onChange={(event) => onChange({ networks: event.target.value })}
      />
      <fieldset>
        <legend className="mb-1.5 font-medium">{words.types}</legend>
        <div className="space-y-1">
          <Choice label={words.all} checked={values.all} onChange={() => onChange({ all: true })} />
          <Choice label={words.some} checked={!values.all} onChange={() => onChange({ all: false })} />
        </div>
        {values.all ? null : (
          <ul className="mt-2 ml-7 space-y-1">
            {EVERY_TYPE.map((type) => (
              <li key={type}>
                <TypeBox
                  type={type}
                  checked={values.types.includes(type)}
                  onChange={() => onChange({ types: toggleType(values.types, type) })}
                />
              </li>
            ))}
          </ul>
        )}
      </fieldset>
    </>
  );
}

function Choice({ label, checked, onChange }: { label: string; checked: boolean; onChange: () => void }) {
  return (
    <label className="flex min-h-8 items-center gap-2.5">
      <input type="radio" name="event-types" checked={checked} onChange={onChange} className="size-4 accent-accent" />
      {label}
    </label>
  );
}

function TypeBox({ type, checked, onChange }: { type: HubEventType; checked: boolean; onChange: () => void }) {
  return (
    <label className="flex min-h-8 items-center gap-2.5">
      <input type="checkbox" checked={checked} onChange={onChange} className="size-4 shrink-0 accent-accent" />
      <span className="flex flex-wrap gap-x-2.5">
        {t.events.types[type]} <code className="break-all font-mono text-[0.8rem] text-ink-2 leading-6">{type}</code>
      </span>
    </label>
  );
}
