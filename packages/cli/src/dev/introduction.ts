import type { WorkshopView } from "@joinery/contract/workshop";
import type { Paint } from "../terminal/paint.ts";

/** What somebody needs to know who has just started joinery dev. */
export interface Introduction {
  view: WorkshopView;
  envFile: string;
  password: string;
  /** Whether a command is run. */
  runsCommand: boolean;
}

/** The first lines of joinery dev: where everything is, what to paste, what to do next. */
export function introduction({ view, envFile, password, runsCommand }: Introduction, paint: Paint): string {
  const { hub, workshop, service, integration, people } = view;
  const line = (name: string, value: string, note: string) =>
    `  ${name.padEnd(18)}${paint("cyan", `${value.padEnd(34)} `)}${paint("dim", note)}`;
  const [redirect = "", ...more] = integration.redirect_uris;
  const first = people[0];
  return [
    "",
    `  ${paint("bold", "joinery dev is ready")}${view.kind === "blink" ? paint("dim", ", and behaves as Blink does") : ""}`,
    "",
    line("Hub", hub, "press Connect here"),
    line("Inspector", workshop, "what travels, and what can go wrong"),
    line("Acme Desk", service, "the external service, made up"),
    line("Your integration", integration.upstream, `browsers reach it as ${integration.address}`),
    "",
    line("Redirect URI", redirect, "for an OAuth client of your own"),
    ...more.map((uri) => line("", uri, "")),
    line("Settings", envFile, runsCommand ? "your command has them already" : "read them, then start your server"),
    "",
    `  ${paint("bold", "People")}            ${people.map(({ name, account }) => `${name} (${account})`).join(", ")}`,
    `  ${paint("bold", "Next")}              open the hub, sign in as ${first?.name ?? "Ada"}, press Connect, log in as ${first?.account ?? "john.doe"} with the password ${password}`,
    "                    or, in another terminal: joinery conformance",
    paint("dim", "  Ctrl-C ends everything."),
    "",
  ].join("\n");
}
