import type { Provider } from "oidc-provider";

/** What every code and token of Acme Desk begins with, so that nobody who finds one has to wonder. */
export const FAKE_PREFIX = "fake_";
/** The claim of ID tokens and userinfo that says the same. */
export const FAKE_CLAIM = "https://joinery.example/fake";

/** What a model of the provider draws its values with; the published types leave it out. */
interface DrawsValues {
  generateTokenId(): string;
}

/** Lets codes, access and refresh tokens begin with `FAKE_PREFIX`. */
export function markTokens(provider: Provider): void {
  for (const model of [provider.AuthorizationCode, provider.AccessToken, provider.RefreshToken]) {
    const prototype: unknown = model.prototype;
    if (!drawsValues(prototype)) throw new Error("The provider does not draw its tokens as expected.");
    const draw = prototype.generateTokenId;
    prototype.generateTokenId = function (this: DrawsValues) {
      return `${FAKE_PREFIX}${draw.call(this)}`;
    };
  }
}

function drawsValues(value: unknown): value is DrawsValues {
  return typeof value === "object" && value !== null && "generateTokenId" in value;
}
