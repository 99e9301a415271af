import type { IdTokenLie } from "./id-tokens.ts";
import type { Reply } from "./replies.ts";

/** Tokens as an honest service would answer them. */
export interface TokenAnswer {
  access_token: string;
  refresh_token: string;
  token_type: string;
  expires_in: number;
  scope: string;
  id_token: string;
}

/** What a token request asked for, and how to give in to it. */
export interface TokenTold {
  form: URLSearchParams;
  /** Grants access as asked and answers what an honest service would say. A lie that does not call it grants nothing. */
  grant(): Promise<TokenAnswer>;
  /** An id token for this request, with a lie in it. */
  idToken(lie: IdTokenLie): Promise<string>;
}

/** Where the browser was sent from, and where an honest service would send it. */
export interface AnswerTold {
  asked: URLSearchParams;
  honest: URL;
}

/** A token that somebody wants to withdraw, and how to give in to it. */
export interface RevocationTold {
  form: URLSearchParams;
  end(): void;
}

type Answer<Told> = (told: Told) => Reply | Promise<Reply>;

/** What a service does otherwise than an honest one; whatever is not named is honest. */
export interface Lies {
  /** Changes the metadata, or answers something else instead. */
  metadata?: (honest: Record<string, unknown>) => Reply;
  /** Where the browser is sent after the consent. */
  answer?: (told: AnswerTold) => URL | string;
  token?: Answer<TokenTold>;
  refresh?: Answer<TokenTold>;
  idToken?: IdTokenLie;
  userinfo?: Answer<{ honest: Record<string, unknown> }>;
  revoke?: Answer<RevocationTold>;
  /** Takes the authorization request before the browser comes (RFC 9126); announced only where it lies. */
  par?: Answer<{ honest: Record<string, unknown> }>;
  jwks?: Answer<{ honest: { keys: Record<string, unknown>[] } }>;
  /** Gives a code to whoever asks, whatever verifier they have. */
  ignoresPkce?: true;
  /** Says nothing of the person's name in the id token, so that userinfo is asked. */
  namelessIdToken?: true;
}

/** The places where a service can lie. */
export type Place = keyof Lies;
