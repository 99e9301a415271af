/** Whether a browser looks ahead without a person behind it (`Sec-Purpose`, and the older spellings). */
export function isPrefetch(request: Request): boolean {
  return ["sec-purpose", "purpose", "x-purpose", "x-moz"].some((name) =>
    /prefetch|prerender|preview/i.test(request.headers.get(name) ?? ""),
  );
}
