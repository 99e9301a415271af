import type { MeView } from "@joinery/contract/pages";
import { Link, useRouterState } from "@tanstack/react-router";
import { t } from "../texts/current.ts";

/** In the frame of the pages, for as long as nobody administers this hub. */
export function SetupLine({ me }: { me: MeView }) {
  const isThere = useRouterState({ select: (state) => state.location.pathname === "/setup" });
  if (!me.setup_open || isThere) return null;
  return (
    <p className="border-line border-t bg-accent-soft px-4 py-2.5 text-center text-sm">
      {t.session.setup.line}{" "}
      <Link to="/setup" className="whitespace-nowrap font-medium text-accent-ink underline underline-offset-4">
        {t.session.setup.enter}
      </Link>
    </p>
  );
}
