import type { AccountView } from "@joinery/contract/pages";
import { ConnectArea } from "../connect/connect-area.tsx";
import { t } from "../texts/current.ts";
import { Notice } from "../ui/notice.tsx";

/** Why the account no longer works, and the way to repair it (contract 2.3). */
export function AttentionNotice({ view }: { view: AccountView }) {
  const { account, integration } = view;
  return (
    <>
      <Notice tone="warn" title={t.account.attention.title}>
        {reasonOf(account.attention_reason, integration.name)}
      </Notice>
      <ConnectArea
        target={{
          serviceId: integration.service_id,
          authId: integration.auth_id,
          name: integration.name,
          iconUrl: integration.icon_url,
          reconnect: account.linked_account_id,
        }}
        obstacle={integration.obstacle ?? (integration.enabled ? null : "INTEGRATION_DISABLED")}
        label={t.connect.reconnect}
      />
    </>
  );
}

function reasonOf(code: string | null, integrationName: string): string {
  const words = t.account.attention;
  if (code === "requires_reauthentication" || code === "rotation_lost") return words[code](integrationName);
  return words.other(integrationName);
}
