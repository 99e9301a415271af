import { useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { meQuery } from "../session/queries.ts";
import { mayChangeThings, seesAdminPanel } from "../session/roles.ts";
import { PageColumn } from "../shell/app-shell.tsx";
import { Failure, NoPermission } from "../shell/failure.tsx";
import { format, t } from "../texts/current.ts";
import { Notice } from "../ui/notice.tsx";
import { countWaiting, useAttention } from "./attention/use-attention.ts";

const AREAS = [
  { to: "/admin/integrations", label: t.admin.integrations.nav },
  { to: "/admin/people", label: t.admin.people.nav },
  { to: "/admin/offboardings", label: t.offboarding.nav },
  { to: "/admin/attention", label: t.attention.nav },
  { to: "/admin/events", label: t.events.nav },
  { to: "/admin/requests", label: t.admin.requests.nav },
  { to: "/admin/audit", label: t.admin.audit.nav },
  { to: "/admin/policy", label: t.admin.policy.nav },
] as const;

/** The frame of the admin panel. The hub refuses everybody else anyway; here they get a page that says so. */
export function AdminShell() {
  const me = useQuery(meQuery);
  if (me.data === undefined) {
    return (
      <PageColumn>{me.isError ? <Failure error={me.error} onRetry={() => void me.refetch()} /> : null}</PageColumn>
    );
  }
  if (!seesAdminPanel(me.data.person)) {
    return (
      <PageColumn>
        <NoPermission />
      </PageColumn>
    );
  }
  return (
    <div className="mx-auto w-full max-w-6xl flex-1 gap-10 px-4 sm:px-6 lg:grid lg:grid-cols-[10.5rem_minmax(0,1fr)] print:block">
      <nav
        aria-label={t.admin.navigation}
        className="-mx-4 overflow-x-auto border-line print:hidden border-b px-1.5 sm:-mx-6 sm:px-4 lg:mx-0 lg:border-0 lg:p-0"
      >
        <ul className="flex gap-0.5 py-2 max-lg:text-[0.9rem] lg:sticky lg:top-8 lg:mt-10 lg:flex-col lg:gap-0.5 lg:py-0">
          {AREAS.map((area) => (
            <li key={area.to}>
              <Link
                to={area.to}
                className="block whitespace-nowrap rounded-lg px-2 py-1.5 sm:px-3 text-ink-2 -outline-offset-2 hover:text-ink data-[status=active]:bg-sunken data-[status=active]:font-medium data-[status=active]:text-ink"
              >
                {area.label}
                {area.to === "/admin/attention" ? <AttentionCount /> : null}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="content" tabIndex={-1} className="min-w-0 pt-8 pb-24 lg:pt-10">
        {mayChangeThings(me.data.person) ? null : (
          <div className="mb-8">
            <Notice>{t.session.auditorLooks}</Notice>
          </div>
        )}
        <Outlet />
      </main>
    </div>
  );
}

/** How many things wait for an administrator. Nothing is shown when nothing does. */
function AttentionCount() {
  const { data } = useAttention();
  const count = data === undefined ? 0 : countWaiting(data);
  if (count === 0) return null;
  return (
    <span className="ml-2 inline-block min-w-5 rounded-full bg-warn-soft px-1.5 text-center font-medium text-[0.8rem] text-warn tabular-nums">
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">: {format.count(count, t.attention.waiting)}</span>
    </span>
  );
}
