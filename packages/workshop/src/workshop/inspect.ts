import type { RequestListener } from "node:http";
import type { FaultId, Party, Workshop } from "@joinery/contract/workshop";
import type { FetchLayer } from "@joinery/hub";
import type { PassingRequest } from "../faults/passing-request.ts";
import { completeWorkshop } from "../inspector/complete-workshop.ts";
import { recordFetch } from "../inspector/record-fetch.ts";
import { recordListener } from "../inspector/record-listener.ts";
import type { Recorder, Recording } from "../inspector/recorder.ts";
import { buildHubRequest, type HubVoice } from "./hub-request.ts";
import type { WorkshopActs } from "./local-workshop.ts";
import type { PassingAnswer, Tap } from "./tap.ts";

/** Everything that looks at what passes in a workshop. */
export interface Inspector {
  recorder: Recorder;
  watchHub(fetch: FetchLayer): FetchLayer;
  watchService(listener: RequestListener): RequestListener;
  /** A request in the tap. */
  beginPassing(
    from: Extract<Party, "hub" | "browser">,
    request: PassingRequest,
    fault: FaultId | null,
  ): { answer(answer: PassingAnswer): void; fail(reason: string): void };
  /** Adds to what a workshop does what the inspector makes of it. */
  complete(acts: WorkshopActs, means: { tap: Tap; voice: HubVoice }): Workshop;
}

/** Plugs a recorder into a workshop. `address`: origin of the tap. */
export function createInspector({ recorder, address }: { recorder: Recorder; address: string }): Inspector {
  return {
    recorder,
    watchHub: (fetch) => recordFetch(fetch, { to: "hub", recorder }),
    watchService: (listener) => recordListener(listener, { to: "service", recorder }),
    beginPassing(from, { method, path, headers, body }, fault) {
      const recording: Recording = recorder.begin({
        from,
        to: "integration",
        method,
        url: `${address}${path}`,
        headers,
        body,
        fault,
      });
      return {
        answer: (answer) => void recording.answer(answer.status, answer.headers, answer.body),
        fail: (reason) => void recording.fail(reason),
      };
    },
    complete: (acts, { tap, voice }) =>
      completeWorkshop(acts, {
        recorder,
        async sendFresh({ path, ...asked }) {
          const rest = path.startsWith(`${voice.proxyPath}/`) ? path.slice(voice.proxyPath.length) : path;
          await tap.send("hub", await buildHubRequest(voice, { ...asked, path: rest }));
        },
      }),
  };
}
