import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

export interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** What is wrong with what was entered. */
  error?: string | undefined;
  /** Word beside the label, for example "optional". */
  aside?: string | undefined;
}

const CONTROL =
  "block w-full rounded-[10px] border bg-surface px-3 py-2 text-ink shadow-card placeholder:text-ink-3 aria-invalid:border-bad border-line-strong min-h-10";

/** One line of text with its label, hint and error. */
export function TextField({ label, hint, error, aside, className, ...input }: FieldProps & ComponentProps<"input">) {
  const ids = useFieldIds(hint, error);
  return (
    <FieldFrame {...{ label, hint, error, aside, ids }}>
      <input
        {...input}
        id={ids.control}
        aria-invalid={error !== undefined}
        aria-describedby={ids.describedBy}
        className={classNames(CONTROL, className)}
      />
    </FieldFrame>
  );
}

/** Several lines of text with their label, hint and error. */
export function LongTextField({
  label,
  hint,
  error,
  aside,
  className,
  ...input
}: FieldProps & ComponentProps<"textarea">) {
  const ids = useFieldIds(hint, error);
  return (
    <FieldFrame {...{ label, hint, error, aside, ids }}>
      <textarea
        rows={4}
        {...input}
        id={ids.control}
        aria-invalid={error !== undefined}
        aria-describedby={ids.describedBy}
        className={classNames(CONTROL, "field-sizing-content min-h-24", className)}
      />
    </FieldFrame>
  );
}

export interface SelectFieldProps<Value extends string> extends FieldProps {
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** One of a few things, with its label. The browser's own control: it knows every keyboard and every small screen. */
export function SelectField<Value extends string>({ value, options, onChange, ...frame }: SelectFieldProps<Value>) {
  const ids = useFieldIds(frame.hint, frame.error);
  return (
    <FieldFrame {...frame} ids={ids}>
      <select
        id={ids.control}
        value={value}
        aria-invalid={frame.error !== undefined}
        aria-describedby={ids.describedBy}
        className={CONTROL}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export interface FileFieldProps extends FieldProps {
  accept: string;
  /** Called with what was chosen, also when it is the same file again. */
  onChoose: (file: File | undefined) => void;
}

/** A file of this machine, with its label. */
export function FileField({ accept, onChoose, ...frame }: FileFieldProps) {
  const ids = useFieldIds(frame.hint, frame.error);
  return (
    <FieldFrame {...frame} ids={ids}>
      <input
        id={ids.control}
        type="file"
        accept={accept}
        aria-invalid={frame.error !== undefined}
        aria-describedby={ids.describedBy}
        className={classNames(
          CONTROL,
          "file:mr-3 file:rounded-lg file:border-0 file:bg-sunken file:px-3 file:py-1 file:font-medium file:text-ink",
        )}
        onClick={(event) => {
          event.currentTarget.value = "";
        }}
        onChange={(event) => onChoose(event.target.files?.[0])}
      />
    </FieldFrame>
  );
}

interface FieldIds {
  control: string;
  hint: string;
  error: string;
  describedBy: string | undefined;
}

function useFieldIds(hint: string | undefined, error: string | undefined): FieldIds {
  const id = useId();
  const described = [hint === undefined ? [] : [`${id}-hint`], error === undefined ? [] : [`${id}-error`]].flat();
  return { control: id, hint: `${id}-hint`, error: `${id}-error`, describedBy: described.join(" ") || undefined };
}

function FieldFrame({ label, hint, error, aside, ids, children }: FieldProps & { ids: FieldIds; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={ids.control} className="mb-1.5 flex items-baseline gap-2 font-medium">
        {label}
        {aside === undefined ? null : <span className="font-normal text-ink-3 text-sm">{aside}</span>}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={ids.hint} className="mt-1.5 text-ink-3 text-sm">
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p id={ids.error} className="mt-1.5 font-medium text-bad text-sm">
          {error}
        </p>
      )}
    </div>
  );
}
