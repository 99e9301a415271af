import type { MeView, NextView, SignInView } from "@joinery/contract/pages";
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
  queryFn: ({ signal }) => request<SignInView>("GET", "/api/sign-in", { signal }),
});

export function signInAs(userId: string): Promise<NextView> {
  return request<NextView>("POST", "/api/sign-in/development", { body: { user_id: userId } });
}

export function signOut(): Promise<NextView> {
  return request<NextView>("POST", "/api/sign-out", { body: {} });
}
