import type { Entry } from "./entries.ts";

/** A page of the reference. */
export interface Group {
  /** The name of its file. */
  slug: string;
  title: string;
  /** What it is about, in a sentence or two. */
  intro: string;
  /** Where its exports are declared. */
  declaredIn: RegExp;
  /** What comes first on it; then functions, and after them what they take and give. */
  first?: readonly string[];
}

/** The pages, in the order in which somebody needs them. */
const GROUPS: readonly Group[] = [
  {
    slug: "create-an-integration",
    title: "Create an integration",
    intro: "Settings, options, and what `createIntegration` returns: the server that links accounts.",
    declaredIn:
      /\/src\/(integration|options|hub-settings|log|clock|unfinished)\.ts$|\/blink\/|\/http\/bounded-fetch\.ts$/,
    first: ["createIntegration", "readHubSettings", "Integration", "IntegrationOptions"],
  },
  {
    slug: "ways-to-log-in",
    title: "Ways to log in",
    intro: "What `auth` of an integration can be, and how it is found out whose account was linked.",
    declaredIn: /\/external\/(?!(preset|service-profile)\.ts)/,
    first: ["oauth2", "OAuth2Options", "apiKey", "basic", "form", "custom"],
  },
  {
    slug: "presets",
    title: "Presets",
    intro: "External services as data, and what presets are made of.",
    declaredIn: /\/presets\/|\/external\/(preset|service-profile)\.ts$/,
  },
  {
    slug: "actions-and-accounts",
    title: "Actions and accounts",
    intro:
      "What handlers and background jobs work with: accounts with a `fetch` of their own, and the API of hub and Blink.",
    declaredIn: /\/(actions|accounts|hub)\/(?!hub-errors)|^packages\/contract\/src\/(?!problems)/,
    first: ["action", "ActionContext", "ConnectedAccount", "AccountsApi"],
  },
  {
    slug: "sealed-tokens-and-secrets",
    title: "Sealed tokens and secrets",
    intro: "Values that do not print, and tokens that whoever stores them can't read.",
    declaredIn: /\/sealed\/|\/secret\.ts$/,
    first: ["secret", "Secret", "SealedOptions", "createSealKey"],
  },
  {
    slug: "spool-and-store",
    title: "Spool and store",
    intro: "What outlives a crash, and what several processes remember together.",
    declaredIn: /\/(spool|store)\/|\/node\/(file-spool|file-store|look-after)\.ts$/,
    first: ["Spool", "fileSpool", "lookAfter", "Store", "fileStore"],
  },
  {
    slug: "adapters",
    title: "Adapters",
    intro:
      "One function for each server and platform. What was tried where is in [the table of runtimes](../runtimes.md).",
    declaredIn: /\/adapters\/(?!body-already-read)|\/node\/(?!file-|look-after)|\/node\.ts$|\/http\/fetch-handler\.ts$/,
    first: ["serve", "toNodeListener"],
  },
  {
    slug: "errors",
    title: "Errors",
    intro: "What is thrown on purpose. The option checks throw `TypeError`s that name every fault and never a value.",
    declaredIn: /\/(hub-errors|problems|body-already-read)\.ts$/,
  },
];

/** A page with what is on it. */
export interface FilledGroup extends Group {
  entries: readonly Entry[];
}

/** Gives every export its page. Throws for one that belongs to none, or to two. */
export function fillGroups(entries: readonly Entry[]): FilledGroup[] {
  for (const { name, file } of entries) {
    const pages = GROUPS.filter(({ declaredIn }) => declaredIn.test(file.path)).map(({ slug }) => slug);
    if (pages.length !== 1) {
      throw new Error(`${name} of ${file.path} belongs to ${pages.join(" and ") || "no page"}: see groups.ts`);
    }
  }
  return GROUPS.map((group) => ({
    ...group,
    entries: firstOf(
      entries.filter(({ file }) => group.declaredIn.test(file.path)),
      group.first ?? [],
    ),
  }));
}

function firstOf(entries: readonly Entry[], first: readonly string[]): Entry[] {
  const named = first.map((name) => {
    const entry = entries.find((each) => each.name === name);
    if (entry === undefined) throw new Error(`${name} is to come first on a page that it is not on: see groups.ts`);
    return entry;
  });
  return [...named, ...entries.filter((entry) => !named.includes(entry))];
}
