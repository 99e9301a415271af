import type { RefusalCode } from "../../api/refusal.ts";

/** Sentences for refusals that people meet. `name` is the integration it is about. */
type Sentences = Partial<Record<RefusalCode, (name: string) => string>>;

const sentences: Sentences = {
  BAD_REQUEST: () => "Some of what was entered can't be used. Look at the marked fields.",
  SIGN_IN_REQUIRED: () => "You are no longer signed in.",
  CROSS_ORIGIN: () => "This only works from Joinery's own pages. Load the page again and try once more.",
  ADMINISTRATOR_REQUIRED: () => "Only an administrator may do this.",
  NOT_FOUND: () => "There is nothing here any more.",
  USER_NOT_FOUND: () => "This person is not known here.",
  INTEGRATION_NOT_FOUND: () => "This integration no longer exists.",
  AUTH_ID_NOT_FOUND: () => "This integration has changed in the meantime. Load the page again.",
  LINKED_ACCOUNT_NOT_FOUND: () => "This account is no longer linked.",
  API_TOKEN_NOT_FOUND: () => "This token no longer exists.",
  FLOW_NOT_FOUND: () => "This connection is no longer known. Start again from the integration's page.",
  FLOW_BURNED: () => "This connection was ended for your safety. Start again from the integration's page.",
  FLOW_EXPIRED: () => "This connection took too long. Start again from the integration's page.",
  FLOW_REFUSED: () => "This connection was not completed. Start again from the integration's page.",
  FLOW_CLAIMED: () => "This connection is being completed right now, so it can't be stopped any more.",
  FLOW_COMPLETED: () => "This connection is already complete.",
  FLOW_OUT_OF_ORDER: () => "This step is not due now. Start again from the integration's page.",
  VERIFICATION_REQUIRED: (name) =>
    `Your organisation only allows connections that are checked, and ${name} can't do that yet. Ask your administrator.`,
  USER_INACTIVE: () => "Your access has been switched off. Ask your administrator.",
  INTEGRATION_DISABLED: (name) => `${name} is switched off at the moment. Your administrator can switch it on again.`,
  DISCONNECT_IN_PROGRESS: (name) =>
    `An earlier link to ${name} is still being removed. You can connect again when that is done.`,
  NEEDS_RECONNECT: () => "This account must be connected again first.",
  NOT_CONNECTED: () => "Link an account first.",
  AUDITOR_READS_ONLY: () => "As an auditor you may look at everything here, but not change it.",
  FRESH_SIGN_IN_REQUIRED: () => "Please sign in again first: it has been a while.",
  SETUP_CODE_WRONG: () => "This code is not the right one, or it was already used.",
  LAST_ADMINISTRATOR: () => "Make somebody else an administrator first: an organisation keeps at least one.",
  SESSION_NOT_FOUND: () => "This session has already ended.",
  DISCONNECT_NOT_FOUND: () => "There is nothing here any more.",
  OFFBOARDING_NOT_FOUND: () => "There is no such report.",
  EVENT_ENDPOINT_NOT_FOUND: () => "This endpoint no longer exists.",
  DELIVERY_NOT_FOUND: () => "This delivery is no longer in the log.",
  JOB_NOT_FOUND: () => "This was already sent again.",
  NOTICE_NOT_FOUND: () => "This was already dismissed.",
  CHOICE_MADE: () => "This was already decided.",
  DISCONNECT_FINISHED: () => "This is already finished.",
  UNAVAILABLE: () => "Joinery can't answer at the moment. Try again in a moment.",
  PAYLOAD_TOO_LARGE: () => "That is too much at once. Make it shorter and try again.",
  RATE_LIMITED: () => "That was a lot in a short time. Wait a minute and try again.",
  INTERNAL: () => "Something went wrong on our side. Try again in a moment.",
  INTEGRATION_UNREACHABLE: (name) => `${name} can't be reached at the moment. Try again a little later.`,
  INTEGRATION_ANSWER_WRONG: (name) =>
    `${name} gave an answer we can't use. Nothing was opened; your administrator can see why.`,
  EXTERNAL_SERVICE_FAILED: (name) => `The service behind ${name} didn't answer as expected. Try again a little later.`,
  INTEGRATION_BUSY: (name) => `${name} is busy at the moment. Try again in a minute.`,
  INTEGRATION_TIMEOUT: (name) => `${name} didn't answer in time. Try again a little later.`,
  HUB_UNREACHABLE: () => "We can't reach Joinery at the moment. Check your connection and try again.",
  ANSWER_UNREADABLE: () => "Something went wrong. Try again in a moment.",
};

export const problems = {
  /** The sentence for a code; the hub's own sentence for a code we have no words for. */
  sentence: (refusal: { code: RefusalCode; message: string }, integrationName?: string): string => {
    const ours = sentences[refusal.code];
    if (ours !== undefined) return ours(integrationName ?? "The integration");
    return refusal.message === "" ? "Something went wrong. Try again in a moment." : refusal.message;
  },
};
