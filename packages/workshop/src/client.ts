/** What talks to a running workshop, and shows what it says: nothing in it needs a hub, so it runs on every Node and in browsers. */
export { createWorkshopClient, type WorkshopClientOptions } from "./inspector/client.ts";
export { formatExchange, type Paint as ExchangePaint, type PaintedAs } from "./inspector/format-exchange.ts";
