import type { MeView, NextView, SessionsView, SignInView } from "@joinery/contract/pages";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../api/request.ts";
import { rememberSignedIn } from "./memory.ts";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }) => {
    const me = await request<MeView>("GET", "/api/me", { signal });
    rememberSignedIn();
    return me;
  },
});

export const signInQuery = queryOptions({
  queryKey: ["sign-in"],
  queryFn: async ({ signal, client }) => {
    const view = await request<SignInView>("GET", "/api/sign-in", { signal });
    // The hub tells a failure once; on the page it stays for as long as the page does.
    const told = client.getQueryData<SignInView>(["sign-in"])?.failure ?? null;
    return { ...view, failure: view.failure ?? told };
  },
});

export function signInAs(userId: string): Promise<NextView> {
  return request<NextView>("POST", "/api/sign-in/development", { body: { user_id: userId } });
}

export function signOut(): Promise<NextView> {
  return request<NextView>("POST", "/api/sign-out", { body: {} });
}

/** Enters the one-time code that was printed when the hub first started. */
export function sendSetupCode(code: string): Promise<unknown> {
  return request("POST", "/api/setup", { body: { code } });
}

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => request<SessionsView>("GET", "/api/sessions", { signal }),
  refetchOnWindowFocus: "always",
});

export function endSession(sessionId: string): Promise<unknown> {
  return request("DELETE", `/api/sessions/${encodeURIComponent(sessionId)}`);
}

/** Ends every session of this person but the one that asks. */
export function endOtherSessions(): Promise<unknown> {
  return request("DELETE", "/api/sessions");
}
