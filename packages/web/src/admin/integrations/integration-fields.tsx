import { t } from "../../texts/current.ts";
import { LongTextField, TextField } from "../../ui/field.tsx";
import type { FieldErrors } from "../../ui/field-errors.ts";
import type { FormValues } from "./form-values.ts";

interface IntegrationFieldsProps {
  values: FormValues;
  errors: FieldErrors;
  onChange: (change: Partial<FormValues>) => void;
}

/** The fields that registering and changing an integration have in common. */
export function IntegrationFields({ values, errors, onChange }: IntegrationFieldsProps) {
  const words = t.manage.fields;
  const { wrong: networksWrong, ...networks } = words.allowed_networks;
  return (
    <>
      <TextField
        {...words.name}
        required
        maxLength={80}
        value={values.name}
        error={errors("name")}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <TextField
        {...words.description}
        maxLength={300}
        value={values.description}
        error={errors("description")}
        onChange={(event) => onChange({ description: event.target.value })}
      />
      <TextField
        {...words.proxy_url}
        type="url"
        required
        className="font-mono text-[0.9rem]"
        value={values.proxyUrl}
        error={errors("proxy_url")}
        onChange={(event) => onChange({ proxyUrl: event.target.value })}
      />
      {values.kind === "plain" ? null : (
        <TextField
          {...words.connect_base}
          type="url"
          required
          className="font-mono text-[0.9rem]"
          value={values.connectBase}
          error={errors("connect_base")}
          onChange={(event) => onChange({ connectBase: event.target.value })}
        />
      )}
      <LongTextField
        {...networks}
        aside={t.integrations.optional}
        rows={1}
        spellCheck={false}
        className="min-h-10! font-mono text-[0.9rem]"
        value={values.allowedNetworks}
        error={errors("allowed_networks") === undefined ? undefined : networksWrong}
        onChange={(event) => onChange({ allowedNetworks: event.target.value })}
      />
      <LongTextField
        {...words.may_do}
        value={values.mayDo}
        error={errors("may_do")}
        onChange={(event) => onChange({ mayDo: event.target.value })}
      />
      <LongTextField
        {...words.scopes}
        aside={t.integrations.optional}
        rows={1}
        spellCheck={false}
        className="min-h-10! font-mono text-[0.9rem]"
        value={values.scopes}
        error={errors("scopes")}
        onChange={(event) => onChange({ scopes: event.target.value })}
      />
      <LongTextField
        {...words.forwarded_headers}
        aside={t.integrations.optional}
        rows={1}
        spellCheck={false}
        className="min-h-10! font-mono text-[0.9rem]"
        value={values.forwardedHeaders}
        error={errors("forwarded_headers")}
        onChange={(event) => onChange({ forwardedHeaders: event.target.value })}
      />
    </>
  );
}
