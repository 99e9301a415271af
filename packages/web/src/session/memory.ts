/** What this tab remembers about being signed in, so that a sign-in page can say why it is there. */
const WAS_SIGNED_IN = "joinery.was-signed-in";
const RETURN_PATH = "joinery.return-path";
const SIGNED_OUT_ELSEWHERE = "joinery.signed-out-elsewhere";

export function rememberSignedIn(): void {
  sessionStorage.setItem(WAS_SIGNED_IN, "yes");
}

/** Called when the hub no longer knows the session: keeps the page to come back to, and whether somebody was signed in. */
export function rememberLostSession(path: string): void {
  if (isInternalPath(path) && !path.startsWith("/sign-in")) sessionStorage.setItem(RETURN_PATH, path);
  if (sessionStorage.getItem(WAS_SIGNED_IN) !== null) sessionStorage.setItem(SIGNED_OUT_ELSEWHERE, "yes");
}

export function wasSignedOutElsewhere(): boolean {
  return sessionStorage.getItem(SIGNED_OUT_ELSEWHERE) !== null;
}

/** Forgets everything of the person who was here, also connects that wait. */
export function forgetSession(): void {
  sessionStorage.clear();
}

/** Decides where a sign-in leads: what the hub wants goes first, the page somebody was on replaces a mere "/". */
export function destinationAfterSignIn(next: string, returnPath: string | null): string {
  if (next !== "/" || returnPath === null || !isInternalPath(returnPath)) return next;
  return returnPath;
}

export function readReturnPath(): string | null {
  const path = sessionStorage.getItem(RETURN_PATH);
  return path !== null && isInternalPath(path) ? path : null;
}

/** Before the browser leaves for the identity provider: forgets the person who was here, and keeps the page to come back to. */
export function keepReturnPathOnly(): void {
  const path = readReturnPath();
  sessionStorage.clear();
  if (path !== null) sessionStorage.setItem(RETURN_PATH, path);
}

export function takeReturnPath(): string | null {
  const path = sessionStorage.getItem(RETURN_PATH);
  sessionStorage.removeItem(RETURN_PATH);
  sessionStorage.removeItem(SIGNED_OUT_ELSEWHERE);
  return path;
}

/** A path of this site and nothing that a browser would take for another one. */
export function isInternalPath(path: string): boolean {
  return /^\/(?![/\\])[^\\\s]*$/.test(path);
}
