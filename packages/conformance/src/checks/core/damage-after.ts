import type { Guest, Linked } from "../../run/linked.ts";

/** Links an account, lets something be done, and tells what is wrong with it afterwards; undefined when it is untouched. */
export async function damageAfter(
  guest: Guest,
  act: (linked: Linked) => Promise<unknown>,
): Promise<string | undefined> {
  const linked = await guest.link();
  await act(linked);
  if ((await guest.find(linked)) === undefined) return "the account is gone";
  return (await guest.isAlive(linked)) ? undefined : "the access was withdrawn";
}
