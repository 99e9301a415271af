import type { AccountView } from "@joinery/contract/pages";
import { ConnectArea } from "../connect/connect-area.tsx";
import { format, t } from "../texts/current.ts";
import { Notice } from "../ui/notice.tsx";
import { repairNeedOf } from "./repair.ts";

interface RepairAreaProps {
  view: AccountView;
  /** Somebody came to repair: the button gets the focus, and an account that is well says so. */
  isWanted: boolean;
}

/** Why an account should be connected again, and the way to do it in place (contract 2.3). */
export function RepairArea({ view, isWanted }: RepairAreaProps) {
  const { account, integration } = view;
  const need = repairNeedOf(account);
  const words = t.account;
  if (need === "none") {
    return isWanted && account.state === "active" ? <Notice tone="good">{words.repair.well}</Notice> : null;
  }
  return (
    <>
      {need === "attention" ? (
        <Notice tone="warn" title={words.attention.title}>
          {reasonOf(account.attention_reason, integration.name)}
        </Notice>
      ) : (
        <Notice title={words.consent.title(integration.name)}>
          {words.consent.body(format.list(account.missing_scopes))}
        </Notice>
      )}
      <ConnectArea
        target={{
          serviceId: integration.service_id,
          authId: integration.auth_id,
          name: integration.name,
          iconUrl: integration.icon_url,
          reconnect: account.linked_account_id,
        }}
        obstacle={integration.obstacle ?? (integration.enabled ? null : "INTEGRATION_DISABLED")}
        label={need === "attention" ? t.connect.reconnect : words.consent.action}
        look={need === "attention" ? "primary" : "secondary"}
        takesFocus={isWanted}
      />
    </>
  );
}

function reasonOf(code: string | null, integrationName: string): string {
  const words = t.account.attention;
  if (code === "requires_reauthentication" || code === "rotation_lost") return words[code](integrationName);
  return words.other(integrationName);
}
