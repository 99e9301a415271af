import type { MeView } from "@joinery/contract/pages";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { t } from "../texts/current.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { closeFreshSignIn, isFreshSignInAsked, onFreshSignInChange } from "./fresh-sign-in.ts";
import { meQuery, signInAs, signInQuery } from "./queries.ts";
import { signInPath } from "./sign-in-path.ts";

/** Says why somebody has to sign in once more before a secret is made or changed, and leads there and back. */
export function FreshSignInDialog({ me }: { me: MeView }) {
  const open = useSyncExternalStore(onFreshSignInChange, isFreshSignInAsked);
  const ways = useQuery({ ...signInQuery, enabled: open });
  const queries = useQueryClient();
  const [leaving, setLeaving] = useState(false);
  const words = t.session.fresh;
  const name = me.person.display_name ?? me.person.email ?? me.person.initials;

  const again = useMutation({
    mutationFn: () => signInAs(me.person.user_id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
      closeFreshSignIn();
    },
  });

  const provider = ways.data?.identity_provider ?? null;
  const mayChoose = (ways.data?.development ?? null) !== null;
  const leave = () => {
    setLeaving(true);
    window.location.assign(signInPath({ again: true, returnPath: window.location.pathname + window.location.search }));
  };

  return (
    <ConfirmDialog
      open={open}
      look="primary"
      question={[words.title]}
      confirm={
        ways.isError
          ? t.general.tryAgain
          : provider === null
            ? words.stillMe(name)
            : t.session.continueWith(provider.name)
      }
      busy={
        ways.data === undefined && ways.isFetching
          ? t.general.loading
          : leaving
            ? t.session.leaving
            : again.isPending
              ? t.session.signingIn
              : false
      }
      onConfirm={() => {
        if (ways.isError) void ways.refetch();
        else if (provider === null) again.mutate();
        else leave();
      }}
      onClose={() => {
        again.reset();
        closeFreshSignIn();
      }}
    >
      <p>{words.why}</p>
      <p>{provider === null ? words.thenHere : words.thenBack}</p>
      {provider === null || !mayChoose ? null : (
        <Button size="sm" busy={again.isPending ? t.session.signingIn : false} onClick={() => again.mutate()}>
          {words.stillMe(name)}
        </Button>
      )}
      {again.isError ? <RefusalNotice error={again.error} /> : null}
      {ways.isError ? <RefusalNotice error={ways.error} /> : null}
    </ConfirmDialog>
  );
}
