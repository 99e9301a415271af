import type { RotateSecretBody } from "@joinery/contract/pages";
import { type FormEvent, useState } from "react";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { fieldErrorsOf } from "../../ui/field-errors.ts";

interface PrepareSecretProps {
  isPending: boolean;
  error: unknown;
  onPrepare: (body: RotateSecretBody) => void;
}

/** The first step of a rotation: a fresh secret, or one that exists already. */
export function PrepareSecret({ isPending, error, onPrepare }: PrepareSecretProps) {
  const words = t.manage.secret;
  const [own, setOwn] = useState<string | undefined>(undefined);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isPending) onPrepare(own === undefined ? { step: "prepare" } : { step: "prepare", secret: own });
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      {own === undefined ? null : (
        <TextField
          label={words.ownLabel}
          hint={words.ownHint}
          required
          minLength={16}
          maxLength={512}
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-[0.9rem]"
          value={own}
          error={fieldErrorsOf(error)("secret")}
          onChange={(event) => setOwn(event.target.value)}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={isPending ? t.manage.saving : false}>
          {words.prepare}
        </Button>
        {own === undefined ? (
          <Button look="quiet" onClick={() => setOwn("")}>
            {words.own}
          </Button>
        ) : (
          <Button look="quiet" onClick={() => setOwn(undefined)}>
            {t.general.cancel}
          </Button>
        )}
      </div>
      <p className="text-ink-3 text-sm">{words.prepareHint}</p>
    </form>
  );
}
