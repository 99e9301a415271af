import { VERSION } from "../../version.ts";
import { kindFlag, type Plan, slugOf } from "../plan.ts";

/** The first thing that somebody reads. */
export function readme(plan: Plan): string {
  const { name, kind, runsOn } = plan;
  const hub = kind === "blink" ? "Blink" : "the hub";
  return `# Integration with ${name}

Links people's accounts in ${name} for ${hub}, with the SDK of Joinery.

## Try it

\`\`\`sh
npm install
npm run dev
\`\`\`

That starts ${kind === "blink" ? "a stand-in for Blink" : "a hub"}, a made-up help desk called Acme Desk and an inspector around this server, on this machine only, and starts the
server again whenever a file changes. Open the address that it prints, press Connect, and watch what travels.

## Test it

\`\`\`sh
npm test
npm run types
npm run conformance
\`\`\`

\`npm run conformance\` starts everything for itself and says what the server gets wrong, with a page for each check.
Both run for every change (\`.github/workflows/ci.yml\`); commit \`package-lock.json\`, so that they run with what you have tried.

## Make it yours

1. \`src/integration.ts\`: the issuer of ${name} and the scopes that you need.
2. \`src/file-ticket.ts\`: what people can do in ${name} from here. Write yours and drop this one.
3. At ${name}, register an OAuth 2 client with the redirect address \`<connect base>/connect/callback\`.

## Run it

Copy \`.env.example\` to \`.env\` and fill in what the admin panel of ${hub} shows. Then:

\`\`\`sh
${runsOn === "docker" ? `docker build -t ${slugOf(name)}-integration .\ndocker run --env-file .env --env HOST=0.0.0.0 --publish 3000:3000 ${slugOf(name)}-integration` : "npm start"}
\`\`\`

It needs Node 22.18 or later, which runs TypeScript as it is.${runsOn === "docker" ? " The image brings it." : ""}
`;
}

/** The steps for a server in another language. */
export function otherReadme(plan: Plan): string {
  const flag = kindFlag(plan);
  const npx = `npx --package @joinery/cli@${VERSION} joinery`;
  return `# Testing this server

Joinery runs a hub, a made-up help desk called Acme Desk and an inspector around this server, on this machine only. It needs
Node 20.19 or later to run; your server needs nothing of it.

## See it work

\`\`\`sh
${npx} dev${flag} -- ${plan.start}
\`\`\`

The server finds its settings in the environment, under the names of \`.env.joinery.example\`, and has to listen on \`HOST\` and
\`PORT\`. Register the redirect address that is printed. The server is started again when a file changes. When you would
rather start it yourself, leave out everything from \`--\` on, say \`--url\` with its address, and read the settings from the
file \`.env.joinery\` that is written.

## See what is wrong

\`\`\`sh
${npx} conformance${flag} --profile core -- ${plan.start}
\`\`\`

\`core\` asks for the two endpoints as they are documented. Once the server uses Acme Desk in development (the values of
\`OAUTH_*\`), leave out \`--profile\`: then everything is asked that can be.

Add \`.joinery/\` and \`.env.joinery\` to \`.gitignore\`: they hold secrets.
`;
}
