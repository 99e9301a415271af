import type { ReactNode } from "react";
import { toRefusal } from "../api/refusal.ts";
import { t } from "../texts/current.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { ButtonLink } from "../ui/button-link.tsx";
import { RequestId } from "../ui/refusal-notice.tsx";
import { PageHeading } from "./page-heading.tsx";

const MISSING = /NOT_FOUND$/;

/** A page that could not be loaded, in the place of its content: not found, not allowed, or failed with a way to try again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const refusal = toRefusal(error);
  if (refusal.code === "SIGN_IN_REQUIRED") return null;
  if (refusal.status === 404 || MISSING.test(refusal.code)) return <NotFound />;
  if (refusal.code === "ADMINISTRATOR_REQUIRED") return <NoPermission />;
  return (
    <Stop
      title={t.general.failed.title}
      body={t.problems.sentence(refusal)}
      action={<Button onClick={onRetry}>{t.general.tryAgain}</Button>}
    >
      <RequestId id={refusal.requestId} />
    </Stop>
  );
}

export function NotFound() {
  const words = t.general.notFound;
  return <Stop title={words.title} body={words.body} action={<ButtonLink to="/">{words.action}</ButtonLink>} />;
}

export function NoPermission() {
  const words = t.general.noPermission;
  return <Stop title={words.title} body={words.body} action={<ButtonLink to="/">{words.action}</ButtonLink>} />;
}

/** What remains when a page throws while it is drawn. */
export function Crashed() {
  const words = t.general.crashed;
  return (
    <main id="content" className="mx-auto max-w-[46rem] px-6 py-16">
      <Stop
        title={words.title}
        body={words.body}
        action={
          <a href={window.location.pathname} className={buttonClass()}>
            {words.action}
          </a>
        }
      />
    </main>
  );
}

function Stop({
  title,
  body,
  action,
  children,
}: {
  title: string;
  body: string;
  action: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="enter max-w-lg py-8">
      <PageHeading title={title} />
      <p className="mt-3 text-[1.0667rem] text-ink-2">{body}</p>
      {children}
      <div className="mt-6">{action}</div>
    </div>
  );
}
