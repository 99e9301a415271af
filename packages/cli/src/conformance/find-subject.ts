import { httpTarget, type Target, workshopTarget } from "@joinery/conformance";
import type { Workshop } from "@joinery/contract/workshop";
import { createWorkshopClient } from "@joinery/workshop/client";
import type { CommandInput } from "../command.ts";
import { readEnvFile } from "../dev/env-file.ts";
import { wrongUse } from "../refusal.ts";
import { readSecret } from "../secrets/read-secret.ts";
import { findDevFile, isAlive } from "../workshop/dev-file.ts";
import { findWorkshop } from "../workshop/open-workshop.ts";

/** Who is asked, and by which way. */
export interface Subject extends AsyncDisposable {
  target: Target;
  /** For checks with real accounts. */
  workshop?: Workshop;
  /** Base of the pages about checks; empty when nobody shows them. */
  pages: string;
}

const nothingToEnd = async () => undefined;

/** Finds who is to be asked: behind a command of our own, a running workshop, or an address. */
export async function findSubject(input: CommandInput): Promise<Subject> {
  if (input.command.length > 0) return (await import("./start-subject.ts")).startSubject(input);
  return (await runningSubject(input)) ?? (await distantSubject(input));
}

/** The integration of a running workshop, unless another address is asked for. */
async function runningSubject(input: CommandInput): Promise<Subject | undefined> {
  const { options, session } = input;
  const url = options.url("url");
  const found = findDevFile(session.folder);
  const isNamed = options.text("workshop") !== undefined;
  if (!isNamed && (found === undefined || !isAlive(found.file))) return undefined;
  const access = await findWorkshop(input);
  const workshop = createWorkshopClient(access);
  const { integration } = await workshop.describe();
  const own = [integration.address, integration.upstream].map((address) => new URL(address).href);
  if (url !== undefined && !own.includes(url.href)) return undefined;
  const settings = isNamed || found?.file.env_file === undefined ? {} : readEnvFile(found.file.env_file);
  const secrets = [settings.JOINERY_PROXY_SECRET, settings.JOINERY_API_TOKEN].filter((one) => one !== undefined);
  session.tell(`Asking ${integration.upstream} through the joinery dev that runs.`);
  const target = await workshopTarget(workshop, { secrets });
  return { target, workshop, pages: access.url, [Symbol.asyncDispose]: nothingToEnd };
}

/** An integration at an address, asked as Blink does. */
async function distantSubject({ options, session }: CommandInput): Promise<Subject> {
  const url = options.url("url");
  if (url === undefined) {
    throw wrongUse(
      "Whom to ask? No joinery dev runs in this folder.",
      "Start one, give --url, or the command that starts your server behind `--`.",
    );
  }
  const serviceId = options.text("service-id") ?? session.env.JOINERY_SERVICE_ID;
  const authId = options.text("auth-id") ?? session.env.JOINERY_AUTH_ID;
  const source = { what: "the proxy secret", fileOption: "secret-file", variable: "JOINERY_PROXY_SECRET" };
  const proxySecret = await readSecret(source, options, session);
  if (!serviceId || !authId || !proxySecret) {
    const missing = [
      !serviceId && "the Service ID (--service-id or JOINERY_SERVICE_ID)",
      !authId && "the Auth ID (--auth-id or JOINERY_AUTH_ID)",
      !proxySecret && "the proxy secret (--secret-file or JOINERY_PROXY_SECRET)",
    ].filter(Boolean);
    throw wrongUse(`To ask ${url.origin}, these are missing: ${missing.join(", ")}.`, "The admin panel shows them.");
  }
  session.tell(`Asking ${url.origin} as Blink does; checks with real accounts need a joinery dev.`);
  const target = httpTarget({ url: url.href, serviceId, authId, proxySecret });
  return { target, pages: "", [Symbol.asyncDispose]: nothingToEnd };
}
