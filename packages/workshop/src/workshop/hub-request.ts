import { HEADERS, newId } from "@joinery/contract";
import type { WorkshopSend } from "@joinery/contract/workshop";
import type { Hub } from "@joinery/hub";
import type { PassingRequest } from "../faults/passing-request.ts";
import { isOurHeader } from "./blink-stand-in.ts";

/** Who the hub would be speaking for, and to whom. */
export interface HubVoice {
  hub: Hub;
  serviceId: string;
  proxySecret: string;
  /** Path of the proxy URL, without a slash at its end. */
  proxyPath: string;
  /** Host and port of the proxy URL. */
  proxyHost: string;
  /** Whether this hub signs and names flows; one that speaks part 1 of the contract only does neither. */
  speaksPart2: boolean;
}

/** Builds the request that the hub would send, signed now: right in every respect. */
export async function buildHubRequest(
  { hub, serviceId, proxySecret, proxyPath, proxyHost, speaksPart2 }: HubVoice,
  send: Pick<WorkshopSend, "method" | "path" | "body" | "headers"> & { userId: string; flow?: string },
): Promise<PassingRequest> {
  const body = new TextEncoder().encode(send.body ?? "");
  const flow = send.flow ?? (send.path.startsWith("/auth/") ? newId("flow") : undefined);
  const headers = new Headers({ accept: "application/json", "user-agent": "joinery-workshop", ...send.headers });
  if (send.body !== undefined && !headers.has("content-type")) headers.set("content-type", "application/json");
  headers.set("host", proxyHost);
  headers.set(HEADERS.userId, send.userId);
  headers.set(HEADERS.proxySecret, proxySecret);
  headers.set(HEADERS.requestId, crypto.randomUUID());
  if (flow !== undefined) headers.set(HEADERS.flow, flow);
  const { method, path } = send;
  headers.set(
    HEADERS.assertion,
    await hub.context.signer.sign({
      serviceId,
      userId: send.userId,
      actorId: undefined,
      method,
      path,
      body,
      flow,
    }),
  );
  const request = { method, path: `${proxyPath}${path}`, headers, body };
  return speaksPart2 ? request : withoutPart2(request);
}

/** The request as a hub that speaks part 1 of the contract only would send it. */
export function withoutPart2(request: PassingRequest): PassingRequest {
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (isOurHeader(name)) headers.delete(name);
  return { ...request, headers };
}
