import { Switch } from "radix-ui";

export interface ToggleProps {
  checked: boolean;
  disabled?: boolean;
  labelledBy: string;
  describedBy?: string;
  onChange: (checked: boolean) => void;
}

/** An on/off switch. Its label stands beside it and is named by id. */
export function Toggle({ checked, disabled = false, labelledBy, describedBy, onChange }: ToggleProps) {
  return (
    <Switch.Root
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className="relative h-7 w-12 shrink-0 rounded-full border border-ink-3 bg-line-strong transition-colors disabled:opacity-60 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
    >
      <Switch.Thumb className="block size-5 translate-x-[3px] rounded-full bg-white shadow-card transition-transform data-[state=checked]:translate-x-[23px] motion-reduce:transition-none" />
    </Switch.Root>
  );
}
