import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { writeDevFile } from "../workshop/dev-file.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

/** A folder in which a joinery dev seems to run, and what it was asked. */
export interface FakeWorkshop extends AsyncDisposable {
  folder: string;
  url: string;
  token: string;
  /** Method and path of each request. */
  asked: string[];
  inFolder(name: string): string;
  write(name: string, text: string): void;
}

/** What it answers, by method and path without query; texts are sent as server-sent events. */
export type FakeAnswers = Readonly<Record<string, unknown>>;

const TOKEN = "token-of-the-workshop";

/** Starts a server that answers as a workshop would. Without the right token it answers 401. */
export async function startFakeWorkshop(answers: FakeAnswers): Promise<FakeWorkshop> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const isKnown = request.headers.authorization === `Bearer ${TOKEN}`;
    const answer = answers[`${request.method} ${request.url?.split("?")[0]}`];
    const status = isKnown ? (answer === undefined ? 404 : 200) : 401;
    const isStream = typeof answer === "string";
    response.writeHead(status, { "content-type": isStream ? "text/event-stream" : "application/json" });
    response.end(
      status === 200 && isStream ? answer : JSON.stringify(status === 200 ? answer : { message: `It says ${status}.` }),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = createTemporaryFolder();
  writeDevFile(folder.path, { workshop: url, token: TOKEN, pid: process.pid });
  return {
    folder: folder.path,
    url,
    token: TOKEN,
    asked,
    inFolder: (name) => join(folder.path, name),
    write: (name, text) => void folder.write(name, text),
    async [Symbol.asyncDispose]() {
      folder[Symbol.dispose]();
      server.close();
      server.closeAllConnections();
    },
  };
}
