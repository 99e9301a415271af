import { expect, onTestFinished, test, vi } from "vitest";
import { createIdentityProvider } from "./identity-provider.ts";
import type { SignInSettings } from "./settings.ts";

const FAMILY = "https://login.microsoftonline.com/common/v2.0";
const SETTINGS: SignInSettings = {
  issuer: new URL(FAMILY),
  clientId: "joinery",
  clientSecret: "hidden",
  name: "Microsoft",
  roleClaim: undefined,
  administratorValues: [],
  auditorValues: [],
  administrators: [],
  auditors: [],
  addsPeople: true,
};
const ATTEMPT = {
  state: "s".repeat(43),
  nonce: "n".repeat(43),
  codeVerifier: "v".repeat(43),
  startedAt: new Date(),
  again: false,
  returnPath: undefined,
};

/** Answers discovery as a provider with this issuer does. */
function answerDiscovery(issuer: string): void {
  const metadata = { issuer, authorization_endpoint: `${FAMILY}/authorize`, token_endpoint: `${FAMILY}/token` };
  const fetching = vi.spyOn(globalThis, "fetch").mockImplementation(async () => Response.json(metadata));
  onTestFinished(() => fetching.mockRestore());
}

test.each([
  "https://login.microsoftonline.com/{tenantid}/v2.0",
  "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0",
])("an issuer that stands for a family of which anybody may own one is not taken: %s", async (issuer) => {
  answerDiscovery(issuer);
  const provider = createIdentityProvider(SETTINGS, {
    publicUrl: new URL("https://hub.acme.example"),
    clock: () => new Date(),
  });
  await expect(provider.beginUrl(ATTEMPT)).rejects.toMatchObject({ name: "SignInRefused", failure: "answer_wrong" });
});
