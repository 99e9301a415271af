/** What people come to the reference for, and the exports that do it. */
export const TASKS: readonly (readonly [task: string, exports: readonly string[]])[] = [
  ["write an integration in a dozen lines", ["createIntegration", "readHubSettings", "serve"]],
  ["get a token in a background job", ["Integration", "ConnectedAccount"]],
  ["call the service as the person, in a handler", ["action", "ActionContext", "ConnectedAccount"]],
  ["hand a token to somebody's library", ["ConnectedAccount", "Secret"]],
  ["link Google, Slack, GitHub and others", ["oauth2", "Preset"]],
  ["describe a service that has its own ways", ["ServiceProfile", "Quirks", "RevocationProfile", "IdentityProfile"]],
  ["ask people for an API key or a password", ["apiKey", "basic", "form"]],
  ["link accounts by code of my own", ["custom"]],
  ["refuse, and tell a refusal from an outage", ["Problem", "HubRefusal", "HubUnreachable"]],
  ["list people and accounts, or change one", ["AccountsApi", "createHubClient"]],
  ["keep secrets out of logs", ["secret", "LogSink"]],
  ["encrypt tokens with a key of mine", ["SealedOptions", "createSealKey", "Integration"]],
  ["run several processes", ["Store", "fileStore"]],
  ["lose nothing in a crash", ["Spool", "fileSpool", "lookAfter"]],
  [
    "serve with Express, Fastify, Hono, Next.js",
    ["toExpressHandler", "toFastifyPlugin", "toHonoHandler", "toNextHandlers"],
  ],
  ["run on Lambda or Workers", ["toLambdaHandler", "toWorker"]],
  ["serve Blink", ["IntegrationMode", "BlinkOptions"]],
  ["decide what time it is in tests", ["Clock", "Fetch"]],
];
