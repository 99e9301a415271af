import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { FaultControl } from "./faults.ts";
import type { FormTokens } from "./forms.ts";
import type { Ledger } from "./ledger.ts";
import { consentPage } from "./pages/consent.ts";
import { logInPage } from "./pages/log-in.ts";
import { findPersonByPassword, findPersonBySubject } from "./people.ts";
import type { Route } from "./router.ts";
import type { Sessions } from "./sessions.ts";
import { showFlowPage } from "./show-page.ts";

/** What log-in and consent need. */
export interface InteractionDeps {
  provider: Provider;
  sessions: Sessions;
  forms: FormTokens;
  ledger: Ledger;
  faults: FaultControl;
  /** The `state` of the request that each grant came from. */
  states: Map<string, string>;
}

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** The addresses an app sends people through: log in, allow or deny, or go on as someone else. */
export function interactionRoutes(deps: InteractionDeps): Route[] {
  return [
    { method: "GET", path: /^\/interaction\/([\w-]+)$/, handle: (ctx, uid) => show(deps, ctx, uid) },
    { method: "POST", path: /^\/interaction\/([\w-]+)\/login$/, handle: (ctx, uid) => logIn(deps, ctx, uid) },
    { method: "POST", path: /^\/interaction\/([\w-]+)\/allow$/, handle: (ctx, uid) => allow(deps, ctx, uid) },
    { method: "POST", path: /^\/interaction\/([\w-]+)\/deny$/, handle: (ctx, uid) => deny(deps, ctx, uid) },
    { method: "POST", path: /^\/interaction\/([\w-]+)\/switch$/, handle: (ctx, uid) => switchPerson(deps, ctx, uid) },
  ];
}

async function show(deps: InteractionDeps, ctx: KoaContextWithOIDC, uid: string): Promise<void> {
  const interaction = await deps.provider.interactionDetails(ctx.req, ctx.res);
  const person = findPersonBySubject(interaction.session?.accountId);
  if (interaction.prompt.name === "login" || person === undefined) {
    return await showLogIn(deps, ctx, interaction, { username: textOf(interaction, "login_hint") });
  }
  if (deps.faults.isOn("consent-denied")) return await denyWithoutAsking(deps, ctx, interaction);
  const formToken = deps.forms.issue(ctx, uid);
  showFlowPage(
    ctx,
    consentPage({
      person,
      clientName: await nameOfClient(deps, interaction),
      scope: textOf(interaction, "scope"),
      returnsTo: new URL(textOf(interaction, "redirect_uri")).host,
      allow: { action: `/interaction/${uid}/allow`, formToken },
      deny: { action: `/interaction/${uid}/deny`, formToken },
      switchPerson: { action: `/interaction/${uid}/switch`, formToken },
    }),
  );
}

async function showLogIn(
  deps: InteractionDeps,
  ctx: KoaContextWithOIDC,
  interaction: Interaction,
  last: { username: string; problem?: string },
): Promise<void> {
  const formToken = deps.forms.issue(ctx, interaction.uid);
  showFlowPage(
    ctx,
    logInPage({
      action: `/interaction/${interaction.uid}/login`,
      formToken,
      clientName: await nameOfClient(deps, interaction),
      cancel: { action: `/interaction/${interaction.uid}/deny`, formToken },
      ...last,
    }),
  );
}

async function logIn(deps: InteractionDeps, ctx: KoaContextWithOIDC, uid: string): Promise<void> {
  const form = await deps.forms.read(ctx, uid);
  const interaction = await deps.provider.interactionDetails(ctx.req, ctx.res);
  const username = form.get("username") ?? "";
  const known = findPersonByPassword(username, form.get("password") ?? "");
  if (known === undefined) {
    ctx.status = 422;
    return await showLogIn(deps, ctx, interaction, { username, problem: WRONG_PASSWORD });
  }
  const person = deps.faults.whoComesBack(ctx, known);
  const loggedIn = await deps.sessions.findPerson(ctx);
  if (loggedIn !== undefined && loggedIn.subject !== person.subject) {
    // Somebody else has logged in meanwhile, in another tab; the last to log in is who it is.
    await deps.sessions.logOut(ctx);
    interaction.session = undefined;
    await interaction.persist();
  }
  await finish(deps, ctx, { login: { accountId: person.subject } });
}

/** One sentence for a wrong name and for a wrong password, so that it does not tell which names exist. */
export const WRONG_PASSWORD = "That username and password do not belong together. Please try again.";

async function allow(deps: InteractionDeps, ctx: KoaContextWithOIDC, uid: string): Promise<void> {
  await deps.forms.read(ctx, uid);
  const interaction = await deps.provider.interactionDetails(ctx.req, ctx.res);
  const person = findPersonBySubject(interaction.session?.accountId);
  if (interaction.prompt.name !== "consent" || person === undefined) return ctx.redirect(`/interaction/${uid}`);
  if (deps.faults.isOn("consent-denied")) return await denyWithoutAsking(deps, ctx, interaction);
  const clientId = textOf(interaction, "client_id");
  const grant = new deps.provider.Grant({ accountId: person.subject, clientId });
  grant.addOIDCScope(textOf(interaction, "scope"));
  const isCut = deps.faults.isOn("scope-dropped") && grant.getOIDCScope().split(" ").includes(DROPPED_SCOPE);
  if (isCut) grant.rejectOIDCScope(DROPPED_SCOPE);
  const parties = { clientId, account: person.username, grantId: await grant.save() };
  deps.states.set(parties.grantId, textOf(interaction, "state"));
  if (isCut) deps.faults.acted(ctx, "scope-dropped", DROPPED_SCOPE, parties);
  deps.ledger.record({ kind: "consent", ...parties, detail: grant.getOIDCScope() });
  await finish(deps, ctx, { consent: { grantId: parties.grantId } });
}

/** What the fault `scope-dropped` leaves out of a grant. */
const DROPPED_SCOPE = "tickets:write";

async function deny(deps: InteractionDeps, ctx: KoaContextWithOIDC, uid: string): Promise<void> {
  await deps.forms.read(ctx, uid);
  const interaction = await deps.provider.interactionDetails(ctx.req, ctx.res);
  deps.ledger.record({
    kind: "denied",
    clientId: textOf(interaction, "client_id"),
    account: findPersonBySubject(interaction.session?.accountId)?.username ?? null,
    grantId: null,
    detail: interaction.prompt.name,
  });
  await finish(deps, ctx, { error: "access_denied", error_description: "The person did not allow it." });
}

async function denyWithoutAsking(deps: InteractionDeps, ctx: KoaContextWithOIDC, interaction: Interaction) {
  const account = findPersonBySubject(interaction.session?.accountId)?.username ?? null;
  const parties = { clientId: textOf(interaction, "client_id"), account, grantId: null };
  deps.faults.acted(ctx, "consent-denied", "answered for the person", parties);
  deps.ledger.record({ kind: "denied", ...parties, detail: "consent" });
  await finish(deps, ctx, { error: "access_denied", error_description: "A fault of the workshop: Consent denied." });
}

/** "Not you?": logs out and asks the app's question again, from the start. */
async function switchPerson(deps: InteractionDeps, ctx: KoaContextWithOIDC, uid: string): Promise<void> {
  await deps.forms.read(ctx, uid);
  const interaction = await deps.provider.interactionDetails(ctx.req, ctx.res);
  const question = new URLSearchParams();
  for (const [name, value] of Object.entries(interaction.params)) {
    if (typeof value === "string") question.set(name, value);
  }
  await interaction.destroy();
  await deps.sessions.logOut(ctx);
  goOn(ctx, `/auth?${question}`);
}

type Result = Parameters<Provider["interactionResult"]>[2];

async function finish(deps: InteractionDeps, ctx: KoaContextWithOIDC, result: Result): Promise<void> {
  goOn(ctx, await deps.provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: true }));
}

function goOn(ctx: KoaContextWithOIDC, url: string): void {
  ctx.redirect(url);
  ctx.status = 303;
}

async function nameOfClient({ provider }: InteractionDeps, interaction: Interaction): Promise<string> {
  const client = await provider.Client.find(textOf(interaction, "client_id"));
  return client?.clientName ?? "An app";
}

function textOf(interaction: Interaction, name: string): string {
  const value = interaction.params[name];
  return typeof value === "string" ? value : "";
}
