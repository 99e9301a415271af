/** Why the demonstration can't start: one sentence that says what to do. */
export class StartRefusal extends Error {
  override readonly name = "StartRefusal";
}
