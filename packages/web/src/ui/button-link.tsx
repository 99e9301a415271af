import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type ButtonLook, type ButtonSize, buttonClass } from "./button.tsx";

/** A link to another page that looks like a button. */
export function ButtonLink({
  look = "secondary",
  size = "md",
  children,
  ...link
}: LinkProps & { look?: ButtonLook; size?: ButtonSize; children: ReactNode }) {
  return (
    <Link {...link} className={buttonClass(look, size)}>
      {children}
    </Link>
  );
}
