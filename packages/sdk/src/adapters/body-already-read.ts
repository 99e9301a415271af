/**
 * Something in front of the integration has read the body of a request, so that its exact bytes are gone. The hub signs those
 * bytes (contract 2.2): what a parser made of them can't be checked, and is refused. The message says what to do.
 */
export class BodyAlreadyRead extends Error {
  override readonly name = "BodyAlreadyRead";

  /** Tells what to change in this framework, so that the body arrives unread. */
  constructor(remedy: string) {
    super(
      `The body of this request was read before the integration saw it, and the hub has signed its bytes. ${remedy}`,
    );
  }
}
