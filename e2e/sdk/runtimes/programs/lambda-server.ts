/**
 * Does for `examples/lambda` what a function URL does, or with `LAMBDA_FRONT=gateway` an HTTP API of API Gateway: makes an event
 * of each request, and an answer of each result. It is written from the documentation (payload format 2.0), because AWS
 * publishes no such program; that API Gateway decodes the path is what people have found.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { LambdaHttpEvent, LambdaHttpResult } from "@joinery/sdk/lambda";
import { handler } from "../../../../examples/lambda/main.ts";

/** Types that are handed over as text; all others in base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded))/;

createServer((incoming, outgoing) => {
  void answer(incoming).then(
    ({ statusCode, headers, cookies, body, isBase64Encoded }) => {
      for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
      if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
      outgoing.writeHead(statusCode);
      outgoing.end(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
    },
    (error) => {
      console.error(error);
      outgoing.writeHead(502).end("Internal Server Error");
    },
  );
}).listen(Number(process.env.PORT), process.env.HOST);

async function answer(incoming: IncomingMessage): Promise<LambdaHttpResult> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  // What crosses the border between the two is JSON.
  const event = JSON.stringify(eventOf(incoming, Buffer.concat(parts)));
  return JSON.parse(JSON.stringify(await handler(JSON.parse(event)))) as LambdaHttpResult;
}

function eventOf({ method = "GET", url = "/", headers }: IncomingMessage, bytes: Buffer): LambdaHttpEvent {
  const [path = "/", ...query] = url.split("?");
  const { cookie, ...others } = headers;
  const isText = TEXT.test(headers["content-type"] ?? "");
  return {
    version: "2.0",
    rawPath: process.env.LAMBDA_FRONT === "gateway" ? decodeURIComponent(path) : path,
    rawQueryString: query.join("?"),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, [value].flat().join(",")])),
    requestContext: { http: { method } },
    ...(bytes.length === 0 ? {} : { body: bytes.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: bytes.length > 0 && !isText,
  };
}
