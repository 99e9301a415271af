import { html, type Markup } from "../html.ts";
import type { Person } from "../people.ts";
import type { Ticket } from "../tickets.ts";
import { page } from "./layout.ts";

/** An app that a person has given access to. */
export interface ConnectedApp {
  grantId: string;
  name: string;
  /** ISO 8601. */
  since: string;
  removeToken: string;
}

/** What the front page shows to a person. */
export interface DeskView {
  person: Person;
  signOutToken: string;
  tickets: readonly Ticket[];
  apps: readonly ConnectedApp[];
}

/** The front page: one's tickets, and the apps one has connected. */
export function deskPage({ person, signOutToken, tickets, apps }: DeskView): Markup {
  return page({
    title: "Your tickets",
    person,
    signOutToken,
    body: html`<div class="wide">
<section aria-labelledby="tickets">
<h1 id="tickets">Your tickets</h1>
${
  tickets.length === 0
    ? html`<p class="empty">No tickets yet. When a connected app files one for you, it shows up here.</p>`
    : html`<ul class="tickets">${tickets.map(ticketRow)}</ul>`
}
</section>
<section aria-labelledby="apps">
<h2 id="apps">Connected apps</h2>
${
  apps.length === 0
    ? html`<p class="empty">No app may use your account.</p>`
    : html`<ul class="apps">${apps.map(appRow)}</ul>`
}
</section>
</div>`,
  });
}

function ticketRow(ticket: Ticket): Markup {
  return html`<li><a class="ticket" href="/tickets/${ticket.id}"><span class="number">${ticket.id}</span>
<span class="what">${ticket.title}</span><span class="muted">${moment(ticket.createdAt)} · via ${ticket.filedBy}</span></a></li>`;
}

function appRow(app: ConnectedApp): Markup {
  return html`<li class="app"><p><strong>${app.name}</strong><br><span class="muted">since ${moment(app.since)}</span></p>
<form method="post" action="/apps/${app.grantId}/remove"><input type="hidden" name="form_token" value="${app.removeToken}">
<button class="secondary" type="submit" aria-label="Remove access of ${app.name}">Remove access</button></form></li>`;
}

/** The page of one ticket. */
export function ticketPage(person: Person, signOutToken: string, ticket: Ticket): Markup {
  return page({
    title: `${ticket.id} ${ticket.title}`,
    person,
    signOutToken,
    body: html`<article class="card" aria-labelledby="title">
<p class="crumbs"><a href="/">Your tickets</a> <span class="number">${ticket.id}</span></p>
<h1 id="title">${ticket.title}</h1>
${ticket.text === "" ? html`<p class="muted">No further text.</p>` : html`<p class="text">${ticket.text}</p>`}
<div class="stub"><dl class="facts">
<dt>Filed for</dt><dd>${person.name}</dd>
<dt>Filed by</dt><dd>${ticket.filedBy}</dd>
<dt>When</dt><dd>${moment(ticket.createdAt)}</dd>
<dt>State</dt><dd><span class="state">Open</span></dd>
</dl></div>
</article>`,
  });
}

function moment(iso: string): Markup {
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}
