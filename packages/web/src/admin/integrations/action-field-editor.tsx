import type { ActionField } from "@joinery/contract/pages";
import { useId } from "react";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import type { FieldErrors } from "../../ui/field-errors.ts";

interface ActionFieldEditorProps {
  field: ActionField;
  errors: FieldErrors;
  onChange: (field: ActionField) => void;
  onRemove: () => void;
}

/** One field of an action: its name on the wire, its label, whether it has one line or several. */
export function ActionFieldEditor({ field, errors, onChange, onRemove }: ActionFieldEditorProps) {
  const id = useId();
  const words = t.manage.actions;
  return (
    <div className="rounded-lg border border-line bg-surface p-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={words.fieldLabel}
          required
          maxLength={80}
          value={field.label}
          error={errors("label")}
          onChange={(event) => onChange({ ...field, label: event.target.value })}
        />
        <TextField
          label={words.fieldName}
          required
          maxLength={40}
          className="font-mono text-[0.9rem]"
          value={field.name}
          error={errors("name")}
          onChange={(event) => onChange({ ...field, name: event.target.value })}
        />
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2">
        <label htmlFor={id} className="flex items-center gap-2 text-sm">
          {words.fieldKind}
          <select
            id={id}
            value={field.kind}
            onChange={(event) =>
              onChange({ ...field, kind: event.target.value === "long_text" ? "long_text" : "text" })
            }
            className="min-h-9 rounded-lg border border-line-strong bg-surface px-2"
          >
            <option value="text">{words.kinds.text}</option>
            <option value="long_text">{words.kinds.long_text}</option>
          </select>
        </label>
        <label className="flex min-h-9 items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={field.required}
            onChange={(event) => onChange({ ...field, required: event.target.checked })}
            className="size-4 accent-accent"
          />
          {words.required}
        </label>
        <Button size="sm" look="quiet" onClick={onRemove} className="ml-auto">
          {words.remove(field.label || words.unnamed)}
        </Button>
      </div>
    </div>
  );
}
