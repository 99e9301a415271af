import type { IntegrationAction } from "@joinery/contract/pages";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import type { FieldErrors } from "../../ui/field-errors.ts";
import { ActionFieldEditor } from "./action-field-editor.tsx";
import { EMPTY_ACTION, EMPTY_FIELD } from "./form-values.ts";
import { replaceAt, withoutAt } from "./list-edits.ts";

interface ActionsEditorProps {
  actions: readonly IntegrationAction[];
  errors: FieldErrors;
  onChange: (actions: IntegrationAction[]) => void;
}

/** What people can let the integration do from its page: a list of small forms to edit. */
export function ActionsEditor({ actions, errors, onChange }: ActionsEditorProps) {
  const words = t.manage.actions;
  return (
    <fieldset>
      <legend className="font-medium">{words.title}</legend>
      <p className="mt-0.5 text-ink-3 text-sm">{words.lead}</p>
      <div className="mt-3 space-y-4">
        {actions.map((action, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an action has no identity but its place until it is saved
          <fieldset key={index} className="rounded-xl border border-line bg-sunken/50 p-4">
            <legend className="sr-only">{words.one(index + 1)}</legend>
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label={words.label}
                required
                maxLength={80}
                value={action.label}
                error={errors(`actions.${index}.label`)}
                onChange={(event) => onChange(replaceAt(actions, index, { ...action, label: event.target.value }))}
              />
              <TextField
                label={words.path}
                hint={words.pathHint}
                required
                className="font-mono text-[0.9rem]"
                value={action.path}
                error={errors(`actions.${index}.path`)}
                onChange={(event) => onChange(replaceAt(actions, index, { ...action, path: event.target.value }))}
              />
            </div>
            <div className="mt-4 space-y-3">
              {action.fields.map((field, fieldIndex) => (
                <ActionFieldEditor
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  key={fieldIndex}
                  field={field}
                  errors={(path) => errors(`actions.${index}.fields.${fieldIndex}.${path}`)}
                  onChange={(next) =>
                    onChange(
                      replaceAt(actions, index, { ...action, fields: replaceAt(action.fields, fieldIndex, next) }),
                    )
                  }
                  onRemove={() =>
                    onChange(replaceAt(actions, index, { ...action, fields: withoutAt(action.fields, fieldIndex) }))
                  }
                />
              ))}
            </div>
            <div className="mt-3 flex flex-wrap gap-2">
              <Button
                size="sm"
                onClick={() =>
                  onChange(replaceAt(actions, index, { ...action, fields: [...action.fields, EMPTY_FIELD] }))
                }
              >
                {words.addField}
              </Button>
              <Button size="sm" look="quiet" onClick={() => onChange(withoutAt(actions, index))}>
                {words.remove(action.label || words.one(index + 1))}
              </Button>
            </div>
          </fieldset>
        ))}
        <Button size="sm" onClick={() => onChange([...actions, EMPTY_ACTION])}>
          {words.add}
        </Button>
      </div>
    </fieldset>
  );
}
