import type { ScimView } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { Crumbs } from "../../shell/crumbs.tsx";
import { t } from "../../texts/current.ts";
import { Panel, Section } from "../../ui/section.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { CopyLine } from "../integrations/copy-line.tsx";
import { TokenPanel } from "../tokens/token-panel.tsx";
import { SCIM_TOKENS, scimQuery } from "./queries.ts";

const words = t.directory.scim;

/** How the identity provider's directory reaches this hub, and who may. */
export function ScimPage() {
  const scim = useQuery({ ...scimQuery, refetchOnMount: "always" });
  return (
    <div className="max-w-3xl">
      <Crumbs crumbs={[{ label: t.admin.people.title, link: { to: "/admin/people" } }]} />
      <AdminPage title={words.title} lead={words.lead}>
        <WhenLoaded query={scim}>{(view) => <Content view={view} />}</WhenLoaded>
      </AdminPage>
    </div>
  );
}

function Content({ view }: { view: ScimView }) {
  return (
    <>
      <Section title={words.connection} lead={words.bearer}>
        <Panel>
          <dl>
            <CopyLine label={words.baseUrl} value={view.base_url} />
          </dl>
        </Panel>
      </Section>
      <Section title={SCIM_TOKENS.words.title} lead={SCIM_TOKENS.words.lead}>
        <TokenPanel kind={SCIM_TOKENS} tokens={view.tokens} />
      </Section>
    </>
  );
}
