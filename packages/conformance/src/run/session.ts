import type { Workshop } from "@joinery/contract/workshop";
import { readAuthorization } from "../answers/authorization.ts";
import { Blocked } from "../check.ts";
import type { Answer, Target, TargetRequest, TargetUsers } from "../target/target.ts";

/** Time, so that tests need none. */
export interface Clock {
  now(): Date;
  wait(ms: number): Promise<void>;
}

/** Addresses that Connect gave out, by the person they are for. */
export interface Addresses {
  one: readonly string[];
  other: readonly string[];
}

/** What the checks of one run share: the target, and answers that several of them look at. */
export interface CheckSession {
  target: Target;
  workshop: Workshop | undefined;
  clock: Clock;
  /** Sends Connect. */
  connect(change?: Partial<TargetRequest>): Promise<Answer>;
  /** Sends Disconnect for an account. */
  remove(linkedAccountId: string, change?: Partial<TargetRequest>): Promise<Answer>;
  /** The first ordinary Connect of this run. */
  firstConnect(): Promise<Answer>;
  /** The first ordinary Disconnect of an account that nobody knows. */
  firstRemoval(): Promise<Answer>;
  /** The address that the first Connect gave, wherever in the answer it stands. @throws Blocked when there is none */
  goodAddress(): Promise<string>;
  /** Several addresses for both people. @throws Blocked when Connect does not work */
  addresses(): Promise<Addresses>;
}

const ADDRESSES_EACH = 4;

/** Creates what the checks of one run share. */
export function createSession(parts: Pick<CheckSession, "target" | "workshop" | "clock">): CheckSession {
  const { target } = parts;
  const connect: CheckSession["connect"] = (change) =>
    target.send({ method: "POST", path: `/auth/${target.authId}`, ...change });
  const remove: CheckSession["remove"] = (linkedAccountId, change) =>
    target.send({ method: "DELETE", path: `/linked-accounts/${linkedAccountId}`, ...change });
  const firstConnect = once(() => connect());
  const firstRemoval = once(() => remove(unknownAccount()));

  const goodAddress = once(async () => addressIn(await firstConnect()));
  const addresses = once(async () => {
    const first = await goodAddress();
    const gathered: Record<keyof TargetUsers, string[]> = { one: [first], other: [] };
    for (const user of ["one", "other"] as const) {
      while (gathered[user].length < ADDRESSES_EACH) gathered[user].push(addressIn(await connect({ user })));
    }
    return gathered;
  });
  return { ...parts, connect, remove, firstConnect, firstRemoval, goodAddress, addresses };
}

/** An id that no integration has given out. */
export function unknownAccount(): string {
  return `k-${crypto.randomUUID()}`;
}

function addressIn(answer: Answer): string {
  const address = answer.status >= 200 && answer.status <= 299 ? readAuthorization(answer.body).address : undefined;
  if (address === undefined)
    throw new Blocked("earlier-failure", "Connect gives no address: see core.auth.answers and core.auth.envelope.");
  return address;
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
