import type {
  AddLinkedAccountBody,
  LinkedAccount,
  RevocationReport,
  UpdateLinkedAccountBody,
  User,
} from "@joinery/contract";

/** Users and linked accounts, as our hub and Blink both have them: every answer is checked, a refusal is a `HubRefusal`. */
export interface AccountsApi {
  /** Lists one page of users, from 1; past the last page the list is empty. */
  listUsers(page?: number): Promise<User[]>;
  /** Finds a user by id. */
  findUser(userId: string): Promise<User | undefined>;
  /** Finds a user by the organisation's own number for them. */
  findUserByEmployeeId(employeeId: string): Promise<User | undefined>;
  /** Adds a linked account, or updates the live one with the same user, auth id and identity. */
  addLinkedAccount(userId: string, account: AddLinkedAccountBody): Promise<LinkedAccount>;
  /** Lists the live linked accounts of a user, with their tokens; with `authId` only those of one integration. */
  listLinkedAccounts(userId: string, authId?: string): Promise<LinkedAccount[]>;
  /** Gets one linked account with its tokens, or throws `LINKED_ACCOUNT_NOT_FOUND`. */
  getLinkedAccount(userId: string, accountId: string): Promise<LinkedAccount>;
  /** Changes what is given. With `ifVersion` only when nobody changed the account since: else `VERSION_MISMATCH`. */
  updateLinkedAccount(
    userId: string,
    accountId: string,
    changes: UpdateLinkedAccountBody,
    options?: { ifVersion?: number },
  ): Promise<LinkedAccount>;
  /** Deletes a linked account, and tells our hub what became of the grant at the external service. */
  deleteLinkedAccount(userId: string, accountId: string, report?: RevocationReport): Promise<void>;
}
