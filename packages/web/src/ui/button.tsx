import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

export type ButtonLook = "primary" | "secondary" | "danger" | "destroy" | "quiet";
export type ButtonSize = "md" | "lg" | "sm";

const BASE =
  "inline-flex items-center justify-center gap-2 rounded-[10px] font-medium transition-colors select-none text-center aria-disabled:cursor-progress disabled:opacity-60";

const LOOKS: Record<ButtonLook, string> = {
  primary:
    "bg-accent text-white not-disabled:hover:bg-accent-hover shadow-[inset_0_1px_0_rgb(255_255_255/0.16),0_1px_2px_rgb(20_40_110/0.28)]",
  secondary: "border border-line-strong bg-surface text-ink shadow-card not-disabled:hover:bg-sunken",
  danger: "border border-bad-line bg-surface text-bad shadow-card not-disabled:hover:bg-bad-soft",
  destroy: "bg-destroy text-white not-disabled:hover:bg-destroy-hover shadow-card",
  quiet: "text-ink-2 not-disabled:hover:bg-sunken not-disabled:hover:text-ink",
};

const SIZES: Record<ButtonSize, string> = {
  sm: "min-h-9 px-3 py-1 text-sm",
  md: "min-h-10 px-4 py-1.5",
  lg: "min-h-12 px-7 py-2 text-[1.0667rem]",
};

/** The classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = "secondary", size: ButtonSize = "md"): string {
  return classNames(BASE, LOOKS[look], SIZES[size]);
}

export interface ButtonProps extends ComponentProps<"button"> {
  look?: ButtonLook;
  size?: ButtonSize;
  /** Shows that it works, in these words; a second press has no effect meanwhile. */
  busy?: string | false | undefined;
}

export function Button({
  look = "secondary",
  size = "md",
  busy,
  className,
  children,
  onClick,
  type,
  ...rest
}: ButtonProps) {
  const isBusy = typeof busy === "string";
  return (
    <button
      {...rest}
      type={type ?? "button"}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={classNames(buttonClass(look, size), className)}
    >
      {isBusy ? <Spinner /> : null}
      {isBusy ? busy : children}
    </button>
  );
}

export function Spinner() {
  return <span className="spinner size-4" aria-hidden="true" />;
}
