import { classNames } from "./class-names.ts";
import { initialsOf, tileOf } from "./initials.ts";

const SIZES = { sm: "size-8 rounded-lg text-xs", md: "size-11 rounded-xl text-sm", lg: "size-14 rounded-2xl text-lg" };

/** The icon of an integration: the picture the hub serves, or its first letters. Decoration: the name stands beside it. */
export function IconTile({
  name,
  iconUrl,
  size = "md",
}: {
  name: string;
  iconUrl: string | null;
  size?: keyof typeof SIZES;
}) {
  const frame = classNames("grid shrink-0 place-items-center overflow-hidden font-semibold tracking-wide", SIZES[size]);
  if (iconUrl !== null) return <img src={iconUrl} alt="" className={classNames(frame, "bg-sunken object-contain")} />;
  return (
    <span aria-hidden="true" className={classNames(frame, tileOf(name))}>
      {initialsOf(name)}
    </span>
  );
}
