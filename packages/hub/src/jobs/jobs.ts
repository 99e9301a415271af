import type { Tx } from "../store/tables.ts";

/** What each kind of durable work is about: ids only, the state stands in the tables. */
export interface JobData {
  "disconnect.attempt": { organisationId: string; linkedAccountId: string };
  "event.deliver": { organisationId: string; deliveryId: string };
  "notice.mail": { organisationId: string; noticeId: string };
}

export type JobName = keyof JobData;

/** Does one piece of work. It may be done twice: what is already true stays as it is. What it throws is tried again. */
export type JobHandler<Name extends JobName> = (data: JobData[Name]) => Promise<void>;

export type JobHandlers = { [Name in JobName]: JobHandler<Name> };

/** Durable work: sent in the transaction of the change that makes it necessary, done by some process of the hub. */
export interface Jobs {
  /**
   * At once, unless told when. `dueAt`: not before then, by the database's clock. `waitMs`: so much later, for work that came
   * too early by ours: where the clocks differ, a time would bring it back over and over.
   */
  send<Name extends JobName>(
    tx: Tx,
    name: Name,
    data: JobData[Name],
    options?: { dueAt?: Date | undefined } | { waitMs: number },
  ): Promise<void>;
}
