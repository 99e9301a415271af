/**
 * Whether a text is one e-mail address and nothing else. Stricter than RFC 5321: quoted local parts, comments, lists and
 * literals don't pass, because each of them has once led a mail to somebody else.
 */
export function isMailAddress(text: string): boolean {
  return (
    text.length <= 254 && /^[^\s@"'(),:;<>[\\\]\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u.test(text)
  );
}
