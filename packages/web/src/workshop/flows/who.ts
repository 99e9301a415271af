import type { WorkshopView } from "@joinery/contract/workshop";
import { useQuery } from "@tanstack/react-query";
import { workshopQuery } from "../api/queries.ts";

/** Names a user by id, as the workshop knows its people. */
export function useWho(): (userId: string | null) => string | undefined {
  const { data } = useQuery(workshopQuery);
  return (userId) => nameOf(data?.people ?? [], userId);
}

/** The first name: people of the workshop are few and well known. `undefined` for everybody else. */
export function nameOf(people: WorkshopView["people"], userId: string | null): string | undefined {
  const name = people.find(({ user_id }) => user_id === userId)?.name;
  return name?.split(" ")[0];
}
