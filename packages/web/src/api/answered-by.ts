/**
 * Decides who wrote an answer. What an integration says comes through the hub under a sandboxing policy (contract 1.1);
 * what the hub itself says carries a request id and no sandbox; something on the way, such as a gateway, sets neither.
 *
 * It matters because only the hub may say that nobody is signed in: an integration that says so speaks about itself.
 */
export function answeredBy(headers: Headers): "hub" | "integration" | "somebody" {
  const policy = headers.get("content-security-policy") ?? "";
  const directives = policy.split(/[;,]/).map((directive) => directive.trim().toLowerCase());
  if (directives.some((directive) => /^sandbox(\s|$)/.test(directive))) return "integration";
  return headers.has("x-request-id") ? "hub" : "somebody";
}
