import type { HubEvent, HubEventType } from "@joinery/contract";
import type { DeliveryRow, EventEndpointsView, EventEndpointView, PageOf } from "@joinery/contract/pages";
import { Webhook } from "standardwebhooks";
import { type FakeIntegration, type ReceivedRequest, startFakeIntegration } from "../testing/fake-integration.ts";
import { dataOf, type TestClient, type TestHub } from "../testing/start-hub.ts";
import { publish } from "./publish.ts";

/** For tests: a real receiver of events and the endpoint that leads to it. */
export interface TestReceiver extends AsyncDisposable {
  endpointId: string;
  secret: string;
  server: FakeIntegration;
}

/** An administrator in a browser that was opened just now: in these tests hours pass, and sessions end. */
export function administrator(hub: TestHub): TestClient {
  return hub.as("ada", crypto.randomUUID());
}

/** Starts a receiver that answers 204 and registers it as an administrator does. */
export async function startReceiver(hub: TestHub, types: HubEventType[] = []): Promise<TestReceiver> {
  const server = await startFakeIntegration();
  answerWith(server, 204);
  const { endpoint, secret } = await dataOf<{ endpoint: EventEndpointView; secret: string }>(
    await administrator(hub).post("/api/admin/events/endpoints", { url: `${server.url}/hook?tenant=1`, types }),
  );
  const dispose = () => server[Symbol.asyncDispose]();
  return { endpointId: endpoint.endpoint_id, secret, server, [Symbol.asyncDispose]: dispose };
}

/** Answers every event with a status from now on. */
export function answerWith(server: FakeIntegration, status: number, headers: Record<string, string> = {}): void {
  server.respond = (_request, response) => response.writeHead(status, headers).end();
}

/** What a receiver reads of a request once its signature is verified. */
export function verified(request: ReceivedRequest | undefined, secret: string): HubEvent {
  const headers = request?.headers as Record<string, string>;
  return new Webhook(secret).verify(request?.body ?? "", headers) as HubEvent;
}

/** Publishes an event about an account, as the rooms do. */
export async function publishFor(
  hub: TestHub,
  accountId: string,
  type: HubEventType = "account.linked",
  detail: Record<string, unknown> = {},
): Promise<void> {
  const { context } = hub.hub;
  await context.transact((tx) =>
    publish(context, tx, {
      organisationId: hub.organisationId,
      type,
      at: context.clock(),
      userId: hub.users.bob,
      serviceId: "l-1",
      accountId,
      detail,
    }),
  );
}

/** The endpoint of a receiver, as an administrator sees it. */
export async function endpointOf(hub: TestHub, { endpointId }: TestReceiver): Promise<EventEndpointView | undefined> {
  const { endpoints } = await dataOf<EventEndpointsView>(await administrator(hub).get("/api/admin/events/endpoints"));
  return endpoints.find(({ endpoint_id }) => endpoint_id === endpointId);
}

/** The log of an endpoint, newest first. */
export async function deliveriesOf(hub: TestHub, { endpointId }: TestReceiver): Promise<DeliveryRow[]> {
  const path = `/api/admin/events/endpoints/${endpointId}/deliveries`;
  return (await dataOf<PageOf<DeliveryRow>>(await administrator(hub).get(path))).rows;
}

/** Changes an endpoint as an administrator does. */
export function changeEndpointOf(hub: TestHub, { endpointId }: TestReceiver, change: unknown): Promise<Response> {
  return administrator(hub).patch(`/api/admin/events/endpoints/${endpointId}`, change);
}

/** Lets time pass and does what has become due. */
export async function pass(hub: TestHub, seconds: number): Promise<void> {
  hub.advance(seconds);
  await hub.work();
}
