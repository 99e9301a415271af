/** One signed-in browser, as its person or an administrator sees it. */
export interface SessionView {
  session_id: string;
  /** Whether it is the browser that asks. */
  current: boolean;
  method: "development" | "oidc";
  started_at: string;
  last_seen_at: string;
  /** In words: "Firefox on Linux"; null when the browser said nothing. */
  browser: string | null;
}

/** `GET /api/sessions`, `GET /api/admin/people/{user_id}/sessions`: live sessions, newest first. `DELETE …/{session_id}` ends one, `DELETE …` all but the one that asks. */
export interface SessionsView {
  sessions: SessionView[];
}
