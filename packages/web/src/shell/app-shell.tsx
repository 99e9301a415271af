import { useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { NoticeMark } from "../notices/notice-mark.tsx";
import { FreshSignInDialog } from "../session/fresh-sign-in-dialog.tsx";
import { meQuery } from "../session/queries.ts";
import { seesAdminPanel } from "../session/roles.ts";
import { SetupLine } from "../session/setup-line.tsx";
import { t } from "../texts/current.ts";
import { Mark } from "../ui/mark.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { SkipLink } from "./skip-link.tsx";

/** The frame of every page for somebody signed in. */
export function AppShell() {
  const me = useQuery(meQuery);
  const seesAdmin = me.data !== undefined && seesAdminPanel(me.data.person);
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <OfflineBanner />
      <header className="border-line border-b bg-surface print:hidden">
        <div className="mx-auto flex h-15 max-w-6xl items-center gap-3 px-4 sm:gap-5 sm:px-6">
          <Link to="/" className="flex min-w-0 items-center gap-2.5 rounded-lg py-1 font-semibold tracking-tight">
            <Mark className="size-7 shrink-0" />
            <span className="truncate max-[26rem]:sr-only">{me.data?.organisation.name ?? t.general.product}</span>
          </Link>
          {seesAdmin ? <Areas /> : null}
          <span className="ml-auto flex h-9 min-w-9 shrink-0 items-center gap-1.5 sm:gap-3">
            {me.data === undefined ? null : (
              <>
                <NoticeMark />
                <PersonMenu person={me.data.person} />
              </>
            )}
          </span>
        </div>
        {me.data === undefined ? null : <SetupLine me={me.data} />}
      </header>
      <Outlet />
      {me.data === undefined ? null : <FreshSignInDialog me={me.data} />}
    </div>
  );
}

function Areas() {
  const look =
    "rounded-lg px-2.5 py-1.5 text-ink-2 whitespace-nowrap hover:text-ink data-[status=active]:bg-sunken data-[status=active]:text-ink";
  return (
    <nav aria-label={t.general.mainNavigation} className="flex items-center gap-1 text-sm sm:ml-2">
      <Link to="/" activeOptions={{ exact: true }} className={look}>
        {t.session.myIntegrations}
      </Link>
      <Link to="/admin" className={look}>
        {t.session.adminPanel}
      </Link>
    </nav>
  );
}

/** The column of pages for everybody. */
export function PageColumn({ children }: { children: React.ReactNode }) {
  return (
    <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[46rem] flex-1 px-4 pt-8 pb-24 sm:px-6 sm:pt-12">
      {children}
    </main>
  );
}

/** Heading and content side by side where there is room, both on the lines of the frame: for pages that are an overview. */
export function PageSpread({ heading, children }: { heading: React.ReactNode; children: React.ReactNode }) {
  return (
    <main
      id="content"
      tabIndex={-1}
      className="mx-auto w-full max-w-[46rem] flex-1 px-4 pt-8 pb-24 sm:px-6 sm:pt-12 lg:grid lg:max-w-6xl lg:grid-cols-[19rem_minmax(0,1fr)] lg:items-start lg:gap-x-16"
    >
      <div className="lg:sticky lg:top-12">{heading}</div>
      <div className="max-lg:mt-10 [&_section:first-child]:mt-0">{children}</div>
    </main>
  );
}
