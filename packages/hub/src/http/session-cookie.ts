import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Request } from "./environment.ts";

/**
 * The cookies of the hub: the session, a connect that waits for a sign-in or a confirmation, a sign-in that is under way at
 * the identity provider, and why the last one failed.
 */
export type CookieName = "session" | "connect" | "sign-in" | "sign-in-failure";

/**
 * Names a cookie. On https it is a `__Host-` cookie (RFC 6265bis, 4.1.3.2). On http loopback a browser would refuse that,
 * and cookies ignore ports, so the port stands in the name.
 */
function nameOf(publicUrl: URL, name: CookieName): string {
  return publicUrl.protocol === "https:" ? `__Host-joinery-${name}` : `joinery-${name}-${publicUrl.port || "80"}`;
}

export function readCookie(c: Request, publicUrl: URL, name: CookieName): string | undefined {
  return getCookie(c, nameOf(publicUrl, name));
}

export function writeCookie(c: Request, publicUrl: URL, name: CookieName, value: string, maxAgeSeconds?: number): void {
  setCookie(c, nameOf(publicUrl, name), value, {
    path: "/",
    httpOnly: true,
    secure: publicUrl.protocol === "https:",
    sameSite: "Lax",
    ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
  });
}

export function clearCookie(c: Request, publicUrl: URL, name: CookieName): void {
  deleteCookie(c, nameOf(publicUrl, name), { path: "/", secure: publicUrl.protocol === "https:" });
}
