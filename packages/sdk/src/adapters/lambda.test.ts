import { expect, test } from "vitest";
import { DELICATE_BYTES, ECHO_COOKIES, type Echoed, echo } from "../testing/echo.ts";
import { type LambdaHttpEvent, toLambdaHandler } from "./lambda.ts";

const BASE64 = Buffer.from(DELICATE_BYTES).toString("base64");

/** As the documentation shows it for an HTTP API, shortened; a function URL sends the same without a stage. */
function eventOf(changed: Partial<LambdaHttpEvent> & { method?: string } = {}): LambdaHttpEvent {
  const { method = "POST", ...rest } = changed;
  return {
    version: "2.0",
    rawPath: "/acme/a%2Fb/c%20d",
    rawQueryString: "z=%41&a=1+2&a=%2B&empty=&flag",
    cookies: ["one=1", "two=2"],
    headers: { "content-type": "application/json", "x-two": "value1,value2" },
    requestContext: { http: { method } },
    body: BASE64,
    isBase64Encoded: true,
    ...rest,
  };
}

test("path and query arrive as they were sent, the cookies as one header, a body in base64 as its bytes", async () => {
  const result = await toLambdaHandler(echo)(eventOf());

  const echoed = JSON.parse(result.body) as Echoed;
  expect(echoed.target).toBe("/acme/a%2Fb/c%20d?z=%41&a=1+2&a=%2B&empty=&flag");
  expect(echoed.bytes).toEqual([...DELICATE_BYTES]);
  expect(new Headers(echoed.headers).get("cookie")).toBe("one=1; two=2");
  expect(new Headers(echoed.headers).get("x-two")).toBe("value1,value2");
});

test("two cookies come back as two, and not among the headers", async () => {
  const { statusCode, headers, cookies, isBase64Encoded } = await toLambdaHandler(echo)(eventOf());

  expect(statusCode).toBe(201);
  expect(cookies).toEqual(ECHO_COOKIES);
  expect(headers).toEqual({ "content-type": "application/json", "x-answer": "one, two" });
  expect(isBase64Encoded).toBe(false);
});

test("an answer that is no text comes back in base64, a text with a byte order mark as it is", async () => {
  const handler = toLambdaHandler({
    fetch: (request) => new Response(request.url.endsWith("/text") ? "\ufeffAda" : DELICATE_BYTES),
  });

  const bytes = await handler(eventOf({ rawPath: "/bytes", rawQueryString: "" }));
  const text = await handler(eventOf({ rawPath: "/text", rawQueryString: "" }));

  expect(bytes).toMatchObject({ body: BASE64, isBase64Encoded: true });
  expect(text).toMatchObject({ body: "\ufeffAda", isBase64Encoded: false });
});

test("a body that is sent as text arrives in UTF-8, and one that is not there is empty", async () => {
  const handler = toLambdaHandler(echo);
  const { body: _, ...empty } = eventOf({ method: "DELETE", isBase64Encoded: false });

  const text = JSON.parse((await handler(eventOf({ body: '{"a":"ä"}', isBase64Encoded: false }))).body) as Echoed;
  const none = JSON.parse((await handler(empty)).body) as Echoed;

  expect(new TextDecoder().decode(new Uint8Array(text.bytes))).toBe('{"a":"ä"}');
  expect([none.method, none.bytes]).toEqual(["DELETE", []]);
});

test("a question mark that API Gateway has decoded does not become a query", async () => {
  const { body } = await toLambdaHandler(echo)(eventOf({ rawPath: "/acme/a?admin=1#x", rawQueryString: "b=2" }));

  expect((JSON.parse(body) as Echoed).target).toBe("/acme/a%3Fadmin=1%23x?b=2");
});

test("of a body that is too long for any request little more than 1 MB is unpacked", async () => {
  const body = Buffer.alloc(5_000_000).toString("base64");

  const { bytes } = JSON.parse((await toLambdaHandler(echo)(eventOf({ body }))).body) as Echoed;

  expect(bytes.length).toBeGreaterThan(1_048_576);
  expect(bytes.length).toBeLessThan(1_048_600);
});

test("an event of another format is refused with what to do", async () => {
  const version1 = { version: "1.0", path: "/x", httpMethod: "GET", headers: {}, isBase64Encoded: false };

  await expect(toLambdaHandler(echo)(version1 as never)).rejects.toThrow("use a function URL, or an HTTP API");
});

test("the integration is created with the first event, and again after a failure", async () => {
  let tries = 0;
  const handler = toLambdaHandler(() => {
    tries += 1;
    if (tries === 1) throw new TypeError("Set JOINERY_HUB");
    return echo;
  });

  await expect(handler(eventOf())).rejects.toThrow("Set JOINERY_HUB");
  await handler(eventOf());
  await handler(eventOf());

  expect(tries).toBe(2);
});

test("what is unfinished is taken up beside an answer, which does not wait for it", async () => {
  let looks = 0;
  const settle = () => {
    looks += 1;
    return new Promise<number>(() => undefined);
  };
  const handler = toLambdaHandler({ ...echo, unfinished: { keepIn: () => undefined, settle } });

  await handler(eventOf());
  await handler(eventOf());

  expect(looks).toBe(1);
});
