/** The run was asked for in a way that makes no sense; the message says what to change. */
export class ConformanceMisuse extends Error {
  override readonly name = "ConformanceMisuse";
}
