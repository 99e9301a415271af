import type { PersonView } from "@joinery/contract/pages";
import { Link } from "@tanstack/react-router";
import { DropdownMenu } from "radix-ui";
import { useSignOut } from "../session/use-sign-out.ts";
import { t } from "../texts/current.ts";
import { Avatar } from "../ui/avatar.tsx";

const ITEM = "block cursor-pointer rounded-lg px-3 py-2 outline-none data-[highlighted]:bg-sunken";

/** Who is signed in, and the way out. Not modal: a modal menu would inject a style, which the pages' policy forbids. */
export function PersonMenu({ person }: { person: PersonView }) {
  const name = person.display_name ?? person.email ?? person.initials;
  const leave = useSignOut();

  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="rounded-full">
        <Avatar initials={person.initials} />
        <span className="sr-only">{t.session.menu(name)}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={8}
        collisionPadding={12}
        onCloseAutoFocus={(event) => {
          // Where the menu led to another page, the heading there has the focus already.
          if (document.activeElement instanceof HTMLHeadingElement) event.preventDefault();
        }}
        className="z-30 min-w-60 rounded-xl border border-line bg-surface p-1.5 text-ink shadow-lift"
      >
        <DropdownMenu.Label className="px-3 pt-2 pb-2.5">
          <span className="block font-medium">{name}</span>
          {person.email === null ? null : <span className="block text-ink-2 text-sm">{person.email}</span>}
          {person.role === "member" ? null : (
            <span className="block text-ink-3 text-sm">{t.session.role[person.role]}</span>
          )}
        </DropdownMenu.Label>
        <DropdownMenu.Separator className="mx-1.5 mb-1.5 border-line border-t" />
        <DropdownMenu.Item asChild className={ITEM}>
          <Link to="/sessions">{t.session.sessions.title}</Link>
        </DropdownMenu.Item>
        <DropdownMenu.Item
          onSelect={(event) => {
            event.preventDefault();
            if (!leave.isPending) leave.mutate();
          }}
          className={ITEM}
        >
          {t.session.signOut}
        </DropdownMenu.Item>
        {leave.isError ? <p className="px-3 py-2 text-bad text-sm">{t.general.unreachable}</p> : null}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
