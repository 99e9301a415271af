/** A person as the hub's own pages show them. */
export interface PersonView {
  user_id: string;
  display_name: string | null;
  email: string | null;
  initials: string;
  job_title: string | null;
  department_name: string | null;
  role: "member" | "administrator";
  active: boolean;
}

/** `GET /api/me`: who is signed in. */
export interface MeView {
  person: PersonView;
  organisation: { organisation_id: string; name: string };
}

/** `GET /api/sign-in`: the ways to sign in. `development` is null unless hub and request are on loopback. */
export interface SignInView {
  organisation_name: string;
  development: { people: PersonView[] } | null;
  /** A connect that waits in this browser for the sign-in; then the page says why one has to sign in. */
  waiting_connect: { integration_name: string } | null;
}

/** The answer of `POST /api/sign-in/development` and of `POST /connect/{flow}/confirm`: where the browser goes next. */
export interface NextView {
  next: string;
}
