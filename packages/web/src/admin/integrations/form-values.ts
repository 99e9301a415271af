import type {
  ActionField,
  AdminIntegrationView,
  ChangeIntegrationBody,
  IntegrationAction,
  RegisterIntegrationInput,
} from "@joinery/contract/pages";

/** What stands in the fields of an integration's form: lists are kept as lines of text. */
export interface FormValues {
  kind: "verified" | "plain";
  phishingAccepted: boolean;
  name: string;
  description: string;
  proxyUrl: string;
  connectBase: string;
  mayDo: string;
  scopes: string;
  forwardedHeaders: string;
  allowedNetworks: string;
  actions: IntegrationAction[];
}

export const EMPTY_FORM: FormValues = {
  kind: "verified",
  phishingAccepted: false,
  name: "",
  description: "",
  proxyUrl: "",
  connectBase: "",
  mayDo: "",
  scopes: "",
  forwardedHeaders: "",
  allowedNetworks: "",
  actions: [],
};

export const EMPTY_ACTION: IntegrationAction = { label: "", path: "/", fields: [] };
export const EMPTY_FIELD: ActionField = { name: "", label: "", kind: "text", required: true };

export function formValuesOf(view: AdminIntegrationView): FormValues {
  return {
    kind: view.kind,
    phishingAccepted: view.kind === "plain",
    name: view.name,
    description: view.description,
    proxyUrl: view.proxy_url,
    connectBase: view.connect_base ?? "",
    mayDo: view.may_do.join("\n"),
    scopes: view.scopes.join("\n"),
    forwardedHeaders: view.forwarded_headers.join("\n"),
    allowedNetworks: view.allowed_networks.join("\n"),
    actions: view.actions,
  };
}

/** The body that registers an integration. A plain one without the tick is not sent; the form says so before. */
export function toRegistration(values: FormValues): RegisterIntegrationInput {
  const shared = sharedFields(values);
  if (values.kind === "plain") return { kind: "plain", phishing_accepted: true, ...shared };
  return { kind: "verified", connect_base: values.connectBase.trim(), ...shared };
}

/** The body that changes an integration; its kind stays what it was registered as. */
export function toChange(values: FormValues): ChangeIntegrationBody {
  const shared = sharedFields(values);
  return values.kind === "plain" ? shared : { ...shared, connect_base: values.connectBase.trim() };
}

/** One entry for each line that is not empty. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function sharedFields(values: FormValues) {
  return {
    name: values.name.trim(),
    description: values.description.trim(),
    proxy_url: values.proxyUrl.trim(),
    may_do: linesOf(values.mayDo),
    scopes: linesOf(values.scopes),
    forwarded_headers: linesOf(values.forwardedHeaders),
    allowed_networks: linesOf(values.allowedNetworks),
    actions: values.actions,
  };
}
