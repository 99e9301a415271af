/** A person as the hub's own pages show them. */
export interface PersonView {
  user_id: string;
  display_name: string | null;
  email: string | null;
  initials: string;
  job_title: string | null;
  department_name: string | null;
  role: "member" | "administrator" | "auditor";
  active: boolean;
}

/** `GET /api/me`: who is signed in. */
export interface MeView {
  person: PersonView;
  organisation: { organisation_id: string; name: string };
  /** Nobody administers this hub yet: the page `/setup` takes the one-time code that was printed at first start. */
  setup_open: boolean;
  /** Until when secrets may be changed without signing in again; null when that is over. */
  fresh_until: string | null;
}

/** `GET /api/sign-in`: the ways to sign in. `development` is null unless hub and request are on loopback. */
export interface SignInView {
  organisation_name: string;
  development: { people: PersonView[] } | null;
  /** A connect that waits in this browser for the sign-in; then the page says why one has to sign in. */
  waiting_connect: { integration_name: string } | null;
  /** Sign-in by the organisation's identity provider: `GET /sign-in/start` leads there. null when it is not configured. */
  identity_provider: { name: string } | null;
  /** Why the last attempt in this browser ended: shown once. */
  failure: SignInFailure | null;
}

/** Why a sign-in did not come to an end, in words that a page can turn into a sentence. */
export type SignInFailure =
  | "not_started_here"
  | "took_too_long"
  | "refused_there"
  | "answer_wrong"
  | "freshness_unknown"
  | "provider_unreachable"
  | "person_unknown"
  | "person_inactive";

/** The answer of `POST /api/sign-in/development` and of `POST /connect/{flow}/confirm`: where the browser goes next. */
export interface NextView {
  next: string;
}
