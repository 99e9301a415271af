import type { SecretVariant } from "./workshop.ts";

const SPELLINGS: Record<Exclude<SecretVariant, "missing" | "old">, (secret: string) => string> = {
  right: (secret) => secret,
  empty: () => "",
  wrong: (secret) => [...secret].map(otherCharacter).join(""),
  prefix: (secret) => secret.slice(0, Math.ceil(secret.length / 2)),
  "all-but-last": (secret) => secret.slice(0, -1),
  "first-8": (secret) => secret.slice(0, 8),
  "first-1": (secret) => secret.slice(0, 1),
  longer: (secret) => `${secret}xx`,
  "same-beginning": (secret) => {
    const half = Math.ceil(secret.length / 2);
    return secret.slice(0, half) + SPELLINGS.wrong(secret.slice(half));
  },
  "other-case": (secret) => [...secret].map(swapCase).join(""),
};

/**
 * Spells a proxy secret in one of the ways that an integration must refuse. Answers null where nothing can be sent: the
 * header is left out, there is no old secret, or the variant happens to be the right one.
 */
export function spellSecret(variant: SecretVariant, secret: string): string | null {
  if (variant === "missing" || variant === "old") return null;
  const spelled = SPELLINGS[variant](secret);
  return variant !== "right" && spelled === secret ? null : spelled;
}

/** Another letter or digit in every place, so that not one character of the secret is given away. */
function otherCharacter(character: string): string {
  return character === "x" ? "y" : "x";
}

function swapCase(character: string): string {
  const upper = character.toUpperCase();
  return upper === character ? character.toLowerCase() : upper;
}
