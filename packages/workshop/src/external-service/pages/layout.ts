import { html, type Markup } from "../html.ts";
import type { Person } from "../people.ts";

/** What stands around every page of Acme Desk. */
export interface PageFrame {
  /** Of the window; the name of the service is added. */
  title: string;
  /** The person who is logged in, for the corner of the page. */
  person?: Person | undefined;
  /** The form behind "Log out". */
  signOutToken?: string | undefined;
  body: Markup;
}

const LOGO = html`<svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
  <path class="logo-stub" d="M5 7h22a2 2 0 0 1 2 2v4a3 3 0 0 0 0 6v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4a3 3 0 0 0 0-6V9a2 2 0 0 1 2-2z"/>
  <path class="logo-line" d="M20 9.5v13" stroke-width="1.6" stroke-dasharray="2 2.4" fill="none"/>
  <path class="logo-mark" d="M7.6 20 11.4 11.6h1.7L16.9 20" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round" fill="none"/>
  <path class="logo-mark" d="M9.2 17.2h6.1" stroke-width="1.9" stroke-linecap="round" fill="none"/>
</svg>`;

/** Puts a page into the frame of Acme Desk: its name on top, and at the foot that it is made up. */
export function page({ title, person, signOutToken, body }: PageFrame): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Acme Desk</title>
<link rel="icon" href="/assets/acme.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/frame.css">
<link rel="stylesheet" href="/assets/acme.css">
</head>
<body>
<header class="bar">
<a class="brand" href="/">${LOGO}<span>Acme Desk</span></a>
${person === undefined || signOutToken === undefined ? "" : corner(person, signOutToken)}
</header>
<main>${body}</main>
<footer class="foot"><p><strong>Workshop service on this machine.</strong> Acme Desk, its people and its tickets are made up for trying things out.</p></footer>
</body>
</html>`;
}

function corner(person: Person, signOutToken: string): Markup {
  return html`<form class="corner" method="post" action="/logout">
<span class="who">${person.name}</span>
<input type="hidden" name="form_token" value="${signOutToken}">
<button class="quiet" type="submit">Log out</button>
</form>`;
}

/** The letters in the round badge of a person. */
export function initialsOf(person: Person): string {
  return person.name
    .split(" ")
    .map((word) => word.charAt(0))
    .join("");
}
