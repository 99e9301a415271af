import { DEMO_PASSWORD } from "@joinery/workshop";
import type { BrowserContext, Page } from "playwright-core";

/** How a browser profile looks at pages. */
export interface View {
  width?: number;
  colorScheme?: "light" | "dark";
}

/** A person in front of a browser profile of their own. */
export interface Person {
  context: BrowserContext;
  page: Page;
  /** What the browser has complained about: script errors, and anything the content security policy stopped. */
  complaints: string[];
  signIn(name: "Ada" | "Bob" | "Eve"): Promise<void>;
  /** Opens an integration's page by its name. */
  openIntegration(name: string): Promise<void>;
  /** Presses Connect and answers the new window, already at the external service or wherever it was led. */
  pressConnect(): Promise<Page>;
  /** Logs in at Acme Desk (unless this profile is logged in) and presses Allow or Deny. */
  answerAcme(window: Page, account: string, answer: "Allow" | "Deny"): Promise<void>;
  /** The whole way: Connect, log-in, Allow, until the hub's page shows the account. */
  connect(integration: string, account: string): Promise<void>;
}

/** Puts a person in front of a profile; `hub` is where they go. */
export async function createPerson(context: BrowserContext, hub: string): Promise<Person> {
  const page = await context.newPage();
  const complaints: string[] = [];
  context.on("weberror", (error) => complaints.push(error.error().message));
  context.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
  const person: Person = {
    context,
    page,
    complaints,
    async signIn(name) {
      await page.goto(`${hub}/sign-in`);
      await page
        .getByRole("button", { name: new RegExp(`^${name}|${name} `) })
        .first()
        .click();
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForURL((url) => url.pathname === "/");
    },
    async openIntegration(name) {
      await page.goto(`${hub}/`);
      await page
        .getByRole("link", { name: new RegExp(`^${name}(?! \\()`) })
        .first()
        .click();
      await page.waitForURL(/\/integrations\//);
    },
    async pressConnect() {
      const opened = context.waitForEvent("page");
      await page.getByRole("button", { name: /^Connect/ }).click();
      return opened;
    },
    async answerAcme(window, account, answer) {
      const logIn = window.getByLabel("Username");
      const decision = window.getByRole("button", { name: answer });
      await logIn.or(decision).first().waitFor();
      if (await logIn.isVisible()) {
        await logIn.fill(account);
        await window.getByLabel("Password").fill(DEMO_PASSWORD);
        await window.getByRole("button", { name: "Log in" }).click();
      }
      await decision.click();
    },
    async connect(integration, account) {
      await person.openIntegration(integration);
      const window = await person.pressConnect();
      await person.answerAcme(window, account, "Allow");
      await page.getByText(account).first().waitFor();
    },
  };
  return person;
}
