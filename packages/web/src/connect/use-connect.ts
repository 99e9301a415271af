import type { ConnectStarted } from "@joinery/contract/pages";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useRef } from "react";
import { Refusal, toRefusal } from "../api/refusal.ts";
import { request } from "../api/request.ts";
import { meQuery } from "../session/queries.ts";
import { type ConnectState, nextConnectState } from "./connect-state.ts";
import { findWaitingFlow, forgetWaitingFlow, isOpenable, rememberWaitingFlow } from "./waiting-flow.ts";
import { getFlowStatus, watchFlow } from "./watch-flow.ts";

/** What Connect is pressed for. */
export interface ConnectTarget {
  serviceId: string;
  authId: string;
  name: string;
  iconUrl: string | null;
  /** The linked account that is repaired; without it a new one is linked. */
  reconnect?: string;
}

export interface Connecting {
  state: ConnectState;
  /** Call it in the click itself: a window opened later would be blocked. */
  press: () => void;
  cancel: () => Promise<void>;
  dismiss: () => void;
}

/** Presses Connect, follows the flow, and finds it again after a reload. */
export function useConnect(target: ConnectTarget): Connecting {
  const subject = target.reconnect ?? target.serviceId;
  const [state, dispatch] = useReducer(nextConnectState, subject, resume);
  const queries = useQueryClient();
  const started = useRef(false);

  const flow = state.step === "waiting" ? state.waiting.flow : undefined;
  useEffect(() => {
    if (flow === undefined) return;
    return watchFlow(flow, {
      onStatus: (status) => dispatch({ type: "status", status }),
      onRefused: (refusal) => {
        forgetWaitingFlow(sessionStorage, subject);
        dispatch(refusal.code === "FLOW_NOT_FOUND" ? { type: "dismissed" } : { type: "failed", refusal });
        if (refusal.code === "SIGN_IN_REQUIRED") void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      },
    });
  }, [flow, subject, queries]);

  useEffect(() => {
    if (state.step === "idle" || state.step === "ended" || state.step === "failed") started.current = false;
    if (state.step !== "ended") return;
    forgetWaitingFlow(sessionStorage, subject);
    void queries.invalidateQueries({ queryKey: ["integrations"] });
    void queries.invalidateQueries({ queryKey: ["accounts"] });
  }, [state.step, subject, queries]);

  const press = () => {
    if (started.current) return;
    started.current = true;
    // Synchronous, or the browser takes it for an advertisement. The window belongs to us until it leaves for the integration.
    const opened = window.open(`/connect/opening?integration=${encodeURIComponent(target.serviceId)}`, "_blank");
    dispatch({ type: "pressed" });
    void startFlow(target).then(
      (answer) => {
        rememberWaitingFlow(sessionStorage, subject, { flow: answer.flow, authorizationUrl: answer.authorization_url });
        opened?.location.replace(answer.authorization_url);
        dispatch({ type: "started", started: answer, blocked: opened === null });
      },
      (error: unknown) => {
        opened?.close();
        const refusal = toRefusal(error);
        dispatch({ type: "failed", refusal });
        if (refusal.code === "SIGN_IN_REQUIRED") void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      },
    );
  };

  const cancel = async () => {
    if (flow === undefined) return;
    try {
      await request("POST", `/connect/${encodeURIComponent(flow)}/cancel`, { body: {} });
    } catch {
      // The hub's state decides, whatever became of the wish: it is read next.
    }
    try {
      dispatch({ type: "status", status: await getFlowStatus(flow) });
    } catch {
      // Watching goes on and will tell.
    }
  };

  const dismiss = useCallback(() => {
    forgetWaitingFlow(sessionStorage, subject);
    dispatch({ type: "dismissed" });
  }, [subject]);

  return { state, press, cancel, dismiss };
}

function resume(subject: string): ConnectState {
  const waiting = findWaitingFlow(sessionStorage, subject);
  return waiting === undefined ? { step: "idle" } : { step: "waiting", waiting, blocked: false, progress: "created" };
}

async function startFlow(target: ConnectTarget): Promise<ConnectStarted> {
  const path = `/connector/${encodeURIComponent(target.serviceId)}/auth/${encodeURIComponent(target.authId)}`;
  const headers = target.reconnect === undefined ? {} : { "joinery-reconnect": target.reconnect };
  const answer = await request<ConnectStarted>("POST", path, { body: {}, headers });
  if (isOpenable(answer.authorization_url)) return answer;
  throw new Refusal({ code: "INTEGRATION_ANSWER_WRONG", message: "", status: 502, requestId: null, errors: [] });
}
