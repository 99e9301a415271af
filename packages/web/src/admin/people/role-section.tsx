import type { PersonView } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "../../api/request.ts";
import { Changes } from "../../session/may-change.tsx";
import { t } from "../../texts/current.ts";
import { SelectField } from "../../ui/field.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Section } from "../../ui/section.tsx";
import { peopleQuery } from "../queries.ts";

const words = t.access.role;
const ROLES = ["member", "auditor", "administrator"] as const;

/** What somebody may do here. The hub keeps one administrator whatever is chosen. */
export function RoleSection({ person }: { person: PersonView }) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (role: PersonView["role"]) =>
      request("PATCH", `/api/admin/people/${encodeURIComponent(person.user_id)}`, { body: { role } }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: peopleQuery.queryKey });
      await queries.invalidateQueries({ queryKey: ["me"] });
    },
  });
  return (
    <Section title={words.title}>
      <Changes>
        <div className="max-w-md">
          <SelectField
            label={words.label}
            value={change.isPending ? change.variables : person.role}
            options={ROLES.map((role) => ({ value: role, label: words.roles[role] }))}
            onChange={(role) => change.mutate(role)}
          />
        </div>
      </Changes>
      <p role="status" className="mt-2 min-h-6 text-good text-sm">
        {change.isPending ? words.saving : change.isSuccess ? words.saved : null}
      </p>
      {change.isError ? <RefusalNotice error={change.error} /> : null}
    </Section>
  );
}
