import { useMutation } from "@tanstack/react-query";
import { forgetSession } from "./memory.ts";
import { signOut } from "./queries.ts";

/** Signs out in this browser; the hub says where that leads, which may be the identity provider's own sign-out. */
export function useSignOut() {
  return useMutation({
    mutationFn: signOut,
    onSuccess: ({ next }) => {
      forgetSession();
      window.location.assign(next);
    },
  });
}
