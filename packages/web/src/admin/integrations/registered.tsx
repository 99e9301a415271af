import type { IntegrationRegistered } from "@joinery/contract/pages";
import { PageHeading } from "../../shell/page-heading.tsx";
import { t } from "../../texts/current.ts";
import { plainText } from "../../texts/phrase.ts";
import { ButtonLink } from "../../ui/button-link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Rich } from "../../ui/rich.tsx";
import { Panel } from "../../ui/section.tsx";
import { CopyLine } from "./copy-line.tsx";

/** What the author of an integration needs. Secret and token are shown here and never again. */
export function Registered({ name, registered }: { name: string; registered: IntegrationRegistered }) {
  const phrase = t.manage.registered.title(name);
  return (
    <div className="enter max-w-2xl">
      <PageHeading title={plainText(phrase)}>
        <Rich phrase={phrase} />
      </PageHeading>
      <div className="my-6">
        <Notice tone="warn" live>
          <span className="text-ink">{t.manage.registered.once}</span>
        </Notice>
      </div>
      <Panel>
        <dl className="divide-y divide-line">
          <CopyLine label={t.manage.serviceId} value={registered.service_id} />
          <CopyLine label={t.manage.authId} value={registered.auth_id} />
          <CopyLine label={t.manage.proxySecret} value={registered.proxy_secret} />
          <CopyLine label={t.manage.apiToken} value={registered.api_token} />
        </dl>
      </Panel>
      <div className="mt-6">
        <ButtonLink
          look="primary"
          to="/admin/integrations/$serviceId"
          params={{ serviceId: registered.service_id }}
          state={{ justRegistered: true }}
        >
          {t.manage.registered.done}
        </ButtonLink>
      </div>
    </div>
  );
}
