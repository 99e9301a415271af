import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { FaultControl } from "./faults.ts";
import { readBody } from "./forms.ts";
import type { Ledger } from "./ledger.ts";
import { noticePage } from "./pages/notices.ts";
import { showPage } from "./show-page.ts";

/** What apps call from server to server. Discovery, keys and the pages that people read always work. */
const ENDPOINTS = /^\/(token|token\/revocation|userinfo|api\/.*)$/;

/**
 * Answers slowly, with 500 or with a web page while such a fault is on. It acts before anything has happened: whoever is
 * told 500, or hangs up early, can be sure that no token was issued or taken back.
 */
export function misbehave(faults: FaultControl, ledger: Ledger) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (!ENDPOINTS.test(ctx.path)) return await next();
    const where = `${ctx.method} ${ctx.path}`;
    const delay = faults.delay();
    if (delay !== undefined) {
      const isWaitedFor = await waitWhileConnected(ctx, delay.ms);
      faults.acted(ctx, delay.label.id, isWaitedFor ? where : `${where}, nobody waited for the answer`);
      if (!isWaitedFor) return;
    }
    if (faults.isOn("answers-500")) await answer500(ctx);
    else if (faults.isOn("not-json")) showPage(ctx, NOT_JSON);
    else return await next();
    faults.acted(ctx, faults.isOn("answers-500") ? "answers-500" : "not-json", where);
    await countTokenRequest(ctx, ledger);
  };
}

const NOT_JSON = noticePage(
  "Acme Desk is being improved",
  "Please come back in a moment. This page is a fault of the workshop.",
);

function answer500(ctx: KoaContextWithOIDC): void {
  ctx.status = 500;
  ctx.body = { error: "server_error", error_description: "A fault of the workshop: Answers 500." };
}

/** Resolves to false as soon as the client has hung up, which is also what happens when the service closes. */
async function waitWhileConnected(ctx: KoaContextWithOIDC, ms: number): Promise<boolean> {
  const done = new AbortController();
  const { signal } = done;
  try {
    return await Promise.race([setTimeout(ms, true, { signal }), once(ctx.res, "close", { signal }).then(() => false)]);
  } finally {
    done.abort();
  }
}

/** Every token request with a code counts in the ledger, also one that got no proper answer. */
async function countTokenRequest(ctx: KoaContextWithOIDC, ledger: Ledger): Promise<void> {
  if (ctx.method !== "POST" || ctx.path !== "/token") return;
  const form = new URLSearchParams(await readBody(ctx));
  const grantType = form.get("grant_type");
  if (grantType !== "authorization_code") return;
  ledger.record({
    kind: "token_request",
    clientId: clientIdOf(ctx, form),
    account: null,
    grantId: null,
    detail: grantType,
  });
}

/** The id is half of the credentials of HTTP Basic, or a field of the form (RFC 6749, 2.3.1). */
function clientIdOf(ctx: KoaContextWithOIDC, form: URLSearchParams): string | null {
  const [, credentials] = /^Basic (.+)$/i.exec(ctx.get("authorization")) ?? [];
  if (credentials === undefined) return form.get("client_id");
  const [clientId = ""] = Buffer.from(credentials, "base64").toString().split(":");
  return new URLSearchParams(`id=${clientId}`).get("id");
}
