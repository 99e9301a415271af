import type { AdminIntegrationView, ApiTokenView } from "@joinery/contract/pages";
import { request } from "../../api/request.ts";
import { t } from "../../texts/current.ts";
import { Section } from "../../ui/section.tsx";
import { adminIntegrationPath, adminIntegrationQuery } from "../queries.ts";
import { TokenPanel } from "../tokens/token-panel.tsx";
import type { TokenKind } from "../tokens/tokens.ts";

const words = t.tokens.integration;

/** The API tokens of an integration. */
export function TokensSection({ view }: { view: AdminIntegrationView }) {
  const path = `${adminIntegrationPath(view.service_id)}/tokens`;
  const kind: TokenKind = {
    words,
    queryKey: adminIntegrationQuery(view.service_id).queryKey,
    async make(name) {
      const made = await request<{ token: ApiTokenView; api_token: string }>("POST", path, { body: { name } });
      return made.api_token;
    },
    revoke: (tokenId) => request("DELETE", `${path}/${encodeURIComponent(tokenId)}`),
  };
  return (
    <Section title={words.title} lead={words.lead}>
      <TokenPanel kind={kind} tokens={view.tokens} />
    </Section>
  );
}
