import { expect, test } from "vitest";
import * as fastify from "./adapters/fastify.ts";
import * as hono from "./adapters/hono.ts";
import * as lambda from "./adapters/lambda.ts";
import * as next from "./adapters/next.ts";
import * as workers from "./adapters/workers.ts";
import * as surface from "./index.ts";
import * as express from "./node/express.ts";
import * as node from "./node.ts";
import * as presets from "./presets.ts";

test("the public surface is what we promise, and nothing more", () => {
  expect(Object.keys(surface).sort()).toMatchInlineSnapshot(`
    [
      "BodyAlreadyRead",
      "HubRefusal",
      "HubUnreachable",
      "Problem",
      "Secret",
      "action",
      "apiKey",
      "basic",
      "createHubClient",
      "createIntegration",
      "createSealKey",
      "custom",
      "form",
      "oauth2",
      "readHubSettings",
      "refreshDueAt",
      "secret",
    ]
  `);
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "fileSpool",
      "fileStore",
      "lookAfter",
      "serve",
      "toNodeListener",
    ]
  `);
  expect(Object.keys(presets).sort()).toMatchInlineSnapshot(`
    [
      "atlassian",
      "github",
      "google",
      "microsoft",
      "salesforce",
      "servicenow",
      "slack",
      "zendesk",
    ]
  `);
  const adapters = { express, fastify, hono, lambda, next, workers };
  expect(Object.values(adapters).map((adapter) => Object.keys(adapter))).toEqual([
    ["toExpressHandler"],
    ["toFastifyPlugin"],
    ["toHonoHandler"],
    ["toLambdaHandler"],
    ["toNextHandlers"],
    ["toWorker"],
  ]);
});
