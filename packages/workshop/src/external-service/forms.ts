import { createHmac, timingSafeEqual } from "node:crypto";
import type { KoaContextWithOIDC } from "oidc-provider";

/** The longest body that a page or the API reads, in bytes. */
const BODY_LIMIT = 64 * 1024;

/** A form that does not come from a page of ours. */
export class ForgedForm extends Error {
  override readonly name = "ForgedForm";
}

/** A body beyond the limit. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** Makes and checks the hidden field that ties a form to the browser it was shown in. */
export interface FormTokens {
  issue(ctx: KoaContextWithOIDC, purpose: string): string;
  /** Reads a posted form; throws `ForgedForm` unless it is ours, for this purpose, in this browser. */
  read(ctx: KoaContextWithOIDC, purpose: string): Promise<URLSearchParams>;
}

/**
 * Creates form tokens: an HMAC over the purpose and a random cookie (signed double submit).
 * SameSite alone does not do: another port of this host is the same site.
 */
export function createFormTokens(key: string, cookieName: string, drawRandom: () => string): FormTokens {
  function tokenFor(visitor: string, purpose: string): string {
    return createHmac("sha256", key).update(`form\n${visitor}\n${purpose}`).digest("base64url");
  }
  return {
    issue(ctx, purpose) {
      // A page may hold several forms: the cookie is drawn once for all of them.
      const known: string | undefined = ctx.state.formVisitor ?? ctx.cookies.get(cookieName);
      const visitor = known ?? drawRandom();
      ctx.state.formVisitor = visitor;
      if (known === undefined) ctx.cookies.set(cookieName, visitor, { httpOnly: true, sameSite: "lax", path: "/" });
      return tokenFor(visitor, purpose);
    },
    async read(ctx, purpose) {
      const form = new URLSearchParams(await readBody(ctx));
      const visitor = ctx.cookies.get(cookieName);
      const isOurs = visitor !== undefined && isSame(form.get("form_token") ?? "", tokenFor(visitor, purpose));
      if (!isOurs || !isFromOurPages(ctx)) throw new ForgedForm("The form was not sent by a page of this service.");
      return form;
    },
  };
}

/** Reads a request body as text. */
export async function readBody(ctx: KoaContextWithOIDC): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new BodyTooLarge("The body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Browsers say where a request comes from; what says nothing is no browser and has no cookies to abuse. */
function isFromOurPages(ctx: KoaContextWithOIDC): boolean {
  const site = ctx.get("sec-fetch-site");
  if (site !== "") return site === "same-origin";
  const origin = ctx.get("origin");
  return origin === "" || origin === `${ctx.protocol}://${ctx.host}`;
}

function isSame(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
