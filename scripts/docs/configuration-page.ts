import { SETTING_GROUPS, SETTINGS, type Setting } from "../../packages/hub/src/config/settings.ts";

/** The reference page of the hub's settings, from the table that they are read by. */
export function configurationPage(): ReadonlyMap<string, string> {
  return new Map([["docs/reference/configuration.md", page(Object.entries(SETTINGS))]]);
}

function page(settings: readonly (readonly [string, Setting])[]): string {
  return `# Configuration of the hub

What \`joinery hub serve\` and \`joinery hub migrate\` read from the environment. Nothing set is a hub for trying. Everything
that is wrong is told at once, by name and never with its value, and the hub does not start.

A setting marked *secret* can stand in a file instead: \`<name>_FILE\` holds its path. With a public URL that is not loopback
the hub wants \`https\`, PostgreSQL, an identity provider and a master key of your own, and says so otherwise. A name that
begins with \`JOINERY_\` and is none of these is warned of.

Generated from \`packages/hub/src/config/settings.ts\` by \`npm run generate\`. How to put it together:
[run it for an organisation](../guides/run-it-for-an-organisation.md).
${Object.entries(SETTING_GROUPS)
  .map(([group, title]) =>
    section(
      title,
      settings.filter(([, setting]) => setting.group === group),
    ),
  )
  .join("")}`;
}

function section(title: string, settings: readonly (readonly [string, Setting])[]): string {
  return `
## ${title}

| setting | what it decides | when not set | for example |
| --- | --- | --- | --- |
${settings.map(row).join("\n")}
`;
}

function row([name, { what, otherwise, example, secret }]: readonly [string, Setting]): string {
  const shown = secret ? `\`${name}\` *(secret)*` : `\`${name}\``;
  return `| ${shown} | ${what} | ${otherwise} | \`${example}\` |`;
}
