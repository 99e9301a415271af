import { retry } from "./retry.ts";
import type { Db, Tx } from "./tables.ts";

/** Does work in one transaction. */
export type Transact = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;

/**
 * Makes the way in which every use case writes. Work is done again after a conflict, and after a connection broke before
 * COMMIT was sent. Broke it later, nobody knows whether it was committed: the caller is told to repeat, which is safe,
 * because every write is idempotent.
 */
export function createTransact(db: Db): Transact {
  return async (work) => {
    let isCommitting = false;
    return retry(
      () => {
        isCommitting = false;
        return db.transaction().execute(async (tx) => {
          const result = await work(tx);
          isCommitting = true;
          return result;
        });
      },
      (trouble) => trouble !== "lost" || !isCommitting,
    );
  };
}
