import type { HubEventType } from "@joinery/contract";
import type { CreateEndpointBody, EventEndpointView } from "@joinery/contract/pages";
import { linesOf } from "../integrations/form-values.ts";

/** What stands in the fields of an endpoint's form. `types` counts only while `all` is off. */
export interface EndpointValues {
  url: string;
  description: string;
  networks: string;
  all: boolean;
  types: readonly HubEventType[];
}

export const EMPTY_ENDPOINT: EndpointValues = { url: "", description: "", networks: "", all: true, types: [] };

export function endpointValuesOf(view: EventEndpointView): EndpointValues {
  return {
    url: view.url,
    description: view.description,
    networks: view.allowed_networks.join("\n"),
    all: view.types.length === 0,
    types: view.types,
  };
}

/** The body that makes or changes an endpoint. Nothing chosen means every event, as the hub reads it. */
export function toEndpointBody(values: EndpointValues): CreateEndpointBody {
  return {
    url: values.url.trim(),
    description: values.description.trim(),
    allowed_networks: linesOf(values.networks),
    types: values.all ? [] : [...values.types],
  };
}

/** Adds a type that is missing, and takes one away that is there. */
export function toggleType(types: readonly HubEventType[], type: HubEventType): HubEventType[] {
  return types.includes(type) ? types.filter((one) => one !== type) : [...types, type];
}
