import type { Plan } from "../plan.ts";

/** What the server has to be told, with where each value comes from and none of them. */
export function envExample({ kind, language, name }: Plan): string {
  const hub = kind === "blink" ? "https://api.joinblink.com" : "https://hub.example.com";
  const isVerified = kind === "verified" || language === "typescript";
  return `# What the server has to be told. Copy to ${language === "typescript" ? ".env" : "where your server reads its settings"} and fill in; never commit the copy.
# joinery dev hands over values of its own, under the same names.

# Base address of the hub's API.
JOINERY_HUB=${hub}
# From the integration's page in the admin panel.
JOINERY_SERVICE_ID=
JOINERY_AUTH_ID=
JOINERY_PROXY_SECRET=
JOINERY_API_TOKEN=
${isVerified ? "# The address under which people's browsers reach this server.\nJOINERY_CONNECT_BASE=https://links.example.com\n" : ""}
# ${name}: an OAuth 2 client with the redirect address <connect base>/connect/callback.
OAUTH_ISSUER=https://login.example.com
OAUTH_CLIENT_ID=
OAUTH_CLIENT_SECRET=

# Where the server listens.
HOST=127.0.0.1
PORT=3000
`;
}
