import type { LinkedAccountState } from "../linked-accounts.ts";

/** One field of an action's form. */
export interface ActionField {
  name: string;
  label: string;
  kind: "text" | "long_text";
  required: boolean;
}

/** Something a person may let the integration do, from the integration's page: `POST /connector/<service_id><path>` with a JSON body. */
export interface IntegrationAction {
  label: string;
  /** Begins with a slash; neither `/auth` nor `/linked-accounts`. */
  path: string;
  fields: ActionField[];
}

/** A linked account in a list. */
export interface AccountSummary {
  linked_account_id: string;
  external_account_id: string;
  display_name: string | null;
  state: LinkedAccountState;
  verified: boolean;
  linked_at: string;
  /** Whether the integration asks for more than this account has been given. */
  needs_consent: boolean;
}

/** A card of *Manage integrations*. */
export interface IntegrationCard {
  service_id: string;
  name: string;
  description: string;
  /** Address of a picture served by the hub, or null: then the page draws the first letters. */
  icon_url: string | null;
  enabled: boolean;
  accounts: AccountSummary[];
}

/** `GET /api/integrations` */
export interface IntegrationsView {
  integrations: IntegrationCard[];
}

/** Why Connect can't be pressed at the moment; codes of the catalogue. */
export type ConnectObstacle = "INTEGRATION_DISABLED" | "VERIFICATION_REQUIRED" | "DISCONNECT_IN_PROGRESS";

/** `GET /api/integrations/{service_id}` */
export interface IntegrationView extends IntegrationCard {
  auth_id: string;
  kind: "plain" | "verified";
  /** Sentences: what the integration may do once connected. */
  may_do: string[];
  actions: IntegrationAction[];
  /** null when Connect can be pressed. */
  obstacle: ConnectObstacle | null;
  /** Receipts of links that are being or have been removed, newest first, ten at most. */
  removed: { linked_account_id: string; external_account_id: string; removed_at: string; finished: boolean }[];
  /** Of the obstacle `DISCONNECT_IN_PROGRESS`: what it waits for. */
  waiting_for: { linked_account_id: string; external_account_id: string; next_attempt_at: string | null } | null;
}

/** `GET /api/accounts/{linked_account_id}`: the account page. */
export interface AccountView {
  account: AccountSummary & {
    /** `requires_reauthentication`: the user must connect again; `rotation_lost`: an answer was lost while the access was renewed. */
    attention_reason: "requires_reauthentication" | "rotation_lost" | null;
    /** Scopes that the integration asks for and this account has not been given; what it has goes on working. */
    missing_scopes: string[];
    /** Of a `pending` account: the account that it was meant to repair (contract 2.3). */
    pending_for: { linked_account_id: string; external_account_id: string } | null;
    additional_info: string | null;
    scopes: string[];
    last_used_at: string | null;
    avatar_url: string | null;
  };
  integration: {
    service_id: string;
    auth_id: string;
    name: string;
    icon_url: string | null;
    enabled: boolean;
    obstacle: ConnectObstacle | null;
  };
}

/** `data` of `POST /connector/{service_id}/auth/{auth_id}` as the hub's page gets it. */
export interface ConnectStarted {
  authorization_url: string;
  /** Ask `GET /connect/{flow}` for the outcome. */
  flow: string;
}

/** `GET /connect/{flow}/page`: what the pages of a flow (confirm, ended, done) show. */
export interface FlowPageView {
  integration_name: string;
  icon_url: string | null;
  /** Only for the user who started the flow; null for everybody else. */
  starter: { display_name: string | null; email: string | null } | null;
  state: import("../connect.ts").FlowState | null;
  /**
   * Why it ended. Of a `completed` one `choice_needed`: another identity came back and its owner has to choose;
   * `another_account`: the identity was that of another linked account, which was updated.
   */
  reason: string | null;
  linked_account_id: string | null;
  service_id: string | null;
}

/**
 * `POST /api/accounts/{linked_account_id}/choice`: what becomes of a pending account (contract 2.3). `replace`: it becomes the
 * account and the old one is disconnected; `add`: it becomes a second one; `cancel`: it is disconnected.
 */
export type PendingChoice = "replace" | "add" | "cancel";

/** The account to show next, and the receipt of the one that was disconnected. */
export interface ChoiceAnswer {
  linked_account_id: string;
  receipt_of: string | null;
}
