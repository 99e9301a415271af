import { useQuery } from "@tanstack/react-query";
import { w } from "../../texts/workshop.ts";
import { Button } from "../../ui/button.tsx";
import { workshopQuery } from "../api/queries.ts";
import { WorkshopFailure } from "../frame/workshop-failure.tsx";
import { useConnectAs } from "./use-connect-as.ts";
import { nameOf } from "./who.ts";

/** Starts one more flow with a press, for whoever changes a line and looks again. */
export function ConnectAs() {
  const { data } = useQuery(workshopQuery);
  const connect = useConnectAs();
  if (data === undefined) return null;
  return (
    <fieldset className="mx-4 mb-3 sm:mx-6 lg:mr-5" disabled={data.integration.state !== "running"}>
      <legend className="sr-only">{w.empty.connectAsSomebody}</legend>
      <div className="flex items-center gap-1">
        <span className="mr-0.5 whitespace-nowrap text-ink-3 text-sm" aria-hidden="true">
          {w.empty.connectAsSomebody}
        </span>
        {data.people.map((person) => (
          <Button
            key={person.key}
            size="sm"
            busy={connect.isPending && connect.variables === person.key ? "" : false}
            onClick={() => connect.mutate(person.key)}
            className="min-h-8 px-2"
          >
            {nameOf(data.people, person.user_id) ?? person.name}
          </Button>
        ))}
      </div>
      <div className="mt-3 empty:hidden">{connect.isError ? <WorkshopFailure error={connect.error} /> : null}</div>
    </fieldset>
  );
}
