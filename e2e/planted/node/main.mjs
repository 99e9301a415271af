/**
 * An integration written from the published pages alone: Node's standard library, nothing of Joinery.
 *
 *   the hub calls us       POST   /auth/<auth id>          somebody pressed Connect
 *                          DELETE /linked-accounts/<id>    somebody pressed Disconnect
 *                          POST   /tickets                 somebody pressed a button on a card
 *   the browser comes to   GET    /start                   our address, opened by the hub in a new window
 *                          GET    /connect/callback        Acme Desk sends it back here
 *
 * `FAULT=<name>` plants one mistake; see ../faults.json.
 */
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { createAccounts } from "./accounts.mjs";
import { endPage, explain, parseObject, Refusal, readBody, seeOther, send } from "./answers.mjs";
import { createConnect, isSame } from "./connect.mjs";
import { planted, refuseUnknownFault } from "./fault.mjs";
import { createAcme, createHub } from "./outgoing.mjs";
import { readSettings } from "./settings.mjs";

refuseUnknownFault();
const settings = readSettings(process.env);
const parts = { settings, hub: createHub(settings), acme: createAcme(settings) };
const connect = createConnect(parts);
const accounts = createAccounts(parts);

/** What comes through the hub. It alone knows the proxy secret, and it tells us who the user is. */
async function answerHub(request, path, body) {
  const userId = requireHub(request);
  const call = `${request.method} ${path}`;
  if (planted("needs-body") && request.method !== "GET") parseObject(body);
  const [, authId] = /^POST \/auth\/([^/]+)$/.exec(call) ?? [];
  if (authId !== undefined) {
    if (authId !== settings.authId && !planted("unknown-auth-id-accepted")) {
      throw new Refusal(404, "AUTH_ID_NOT_FOUND", "There is no such Auth ID.");
    }
    if (planted("blocks-20s")) await wait(20_000);
    return connect.press(userId);
  }
  const [, accountId] = /^DELETE \/linked-accounts\/([^/]+)$/.exec(call) ?? [];
  if (accountId !== undefined) return accounts.disconnect(userId, accountId);
  if (call === "POST /tickets") return accounts.fileTicket(userId, parseObject(body));
  throw new Refusal(404, "NOT_FOUND", "There is nothing here.");
}

function requireHub({ headers }) {
  const given = headers["blink-auth-proxysecret"] ?? "";
  const isRight = planted("prefix-secret")
    ? given.slice(0, 12) === settings.proxySecret.slice(0, 12)
    : isSame(given, settings.proxySecret);
  if (!isRight && !planted("ignores-secret")) {
    throw new Refusal(401, "UNAUTHENTICATED", "This address answers to the hub only.");
  }
  const userId = headers["blink-auth-userid"];
  if (!userId) throw new Refusal(400, "BAD_REQUEST", "The hub did not say who the user is.");
  return userId;
}

/** What a person's browser opens. */
async function answerBrowser(request, path, query) {
  if (path.startsWith("/connect/") && path !== "/connect/callback") return endPage(path.slice("/connect/".length));
  // A preview must not use up what is good for one visit; 503 makes browsers throw it away.
  if (!isDeliberate(request)) return { status: 503 };
  try {
    return path === "/start" ? await connect.start(query) : await connect.callback(query, cookiesOf(request));
  } catch (error) {
    console.error(error instanceof Error ? error.message : "The connect failed.");
    return seeOther(`${settings.connectBase}/connect/failed`);
  }
}

function isDeliberate({ method, headers }) {
  if (method !== "GET" || /prefetch|prerender|preview/i.test(headers["sec-purpose"] ?? headers.purpose ?? ""))
    return false;
  return (headers["sec-fetch-dest"] ?? "document") === "document";
}

function cookiesOf({ headers }) {
  const cookies = new URLSearchParams();
  for (const pair of (headers.cookie ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0) cookies.append(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  return cookies;
}

async function answer(request) {
  const [rawPath, query = ""] = request.url.split("?", 2);
  const body = await readBody(request);
  const path = decodePath(rawPath);
  const isForBrowser = ["GET", "HEAD"].includes(request.method) && (path === "/start" || path.startsWith("/connect/"));
  return isForBrowser ? answerBrowser(request, path, new URLSearchParams(query)) : answerHub(request, path, body);
}

/** Decodes a path; an encoded slash or a dot segment could lead somewhere else at the hub. */
function decodePath(path) {
  const parts = path.split("/").map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return "..";
    }
  });
  if (parts.some((part) => part === "." || part === ".." || part.includes("/"))) return "/";
  return parts.join("/");
}

const server = createServer(async (request, response) => {
  try {
    send(response, await answer(request));
  } catch (error) {
    send(response, explain(error, request));
  }
});

server.listen(settings.port, settings.host, () => {
  console.log(`listening http://${settings.host}:${server.address().port}`);
});
process.once("SIGTERM", () => process.exit(0));
