/** What stands wherever a secret would be printed. */
const PRINTED = "[secret]";

/**
 * Holds a value that must not be printed: logs, template literals, JSON, errors, inspection and copies show `[secret]` or
 * nothing. Made by `secret`; `reveal` gives the value. Two of them are never equal: compare what they hold, in constant
 * time.
 */
export class Secret<Value = string> {
  // A private field is neither listed, copied, cloned nor inspected (ECMA-262, 6.2.12).
  readonly #value: Value;

  /** Hides a value; `secret` does the same. */
  constructor(value: Value) {
    this.#value = value;
  }

  /** Gives the value; from then on it can be printed like any other. */
  reveal(): Value {
    return this.#value;
  }

  /** What a template literal shows: `[secret]`. */
  toString(): string {
    return PRINTED;
  }

  /** What JSON shows: `[secret]`. */
  toJSON(): string {
    return PRINTED;
  }

  [Symbol.toPrimitive](): string {
    return PRINTED;
  }

  get [Symbol.toStringTag](): string {
    return "Secret";
  }

  /** Node's `util.inspect` and `console.log`, also in Bun. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return PRINTED;
  }

  /** Deno's `Deno.inspect` and `console.log`. */
  [Symbol.for("Deno.customInspect")](): string {
    return PRINTED;
  }
}

/**
 * Hides a value from everything that prints. The options of an integration take it wherever they take a secret.
 *
 * @example
 * ```ts
 * import { oauth2, secret } from "@joinery/sdk";
 *
 * const clientSecret = secret(process.env.ACME_CLIENT_SECRET ?? "");
 * console.log(`${clientSecret}`); // [secret]
 * const auth = oauth2({ issuer: "https://login.acme.example", clientId: "joinery", clientSecret, scopes: ["openid"] });
 * ```
 */
export function secret<Value>(value: Value): Secret<Value> {
  return new Secret(value);
}

/** The text of a secret that was given hidden or plain; what is missing stays missing. */
export function reveal<Given extends string | Secret<string> | undefined>(
  given: Given,
): string | Extract<Given, undefined> {
  return given instanceof Secret ? given.reveal() : (given as string | Extract<Given, undefined>);
}
