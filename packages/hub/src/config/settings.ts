/** A setting of the hub, as the reference page shows it. */
export interface Setting {
  /** What it decides, in one or two sentences. */
  what: string;
  /** What holds when it is not set, in words. */
  otherwise: string;
  /** A value to begin with; never a real one. */
  example: string;
  /** Never in a log or a message; `<name>_FILE` names a file that holds it. */
  secret?: true;
  /** Under which heading it stands. */
  group: keyof typeof SETTING_GROUPS;
}

/** The headings of the reference page, in the order in which one needs them. */
export const SETTING_GROUPS = {
  place: "Where the hub is",
  data: "What it keeps, and where",
  signIn: "Who may sign in",
  mail: "E-mail",
  running: "How it runs",
} as const;

/** Every setting of the hub. Help, the reference page and the warnings about misspelled names are made from it. */
export const SETTINGS = {
  JOINERY_PUBLIC_URL: {
    what: "Where browsers and integrations reach the hub: an origin, `https://` unless it is loopback.",
    otherwise: "`http://127.0.0.1:4000`, for trying",
    example: "https://hub.acme.example",
    group: "place",
  },
  JOINERY_LISTEN: {
    what: "Address and port to listen on. In a container: `0.0.0.0:4000`. Port 0 takes a free one and says which. With a loopback public URL it has to be loopback, too.",
    otherwise: "`127.0.0.1` and the port of a loopback public URL, else 4000",
    example: "0.0.0.0:4000",
    group: "place",
  },
  JOINERY_ORGANISATION_NAME: {
    what: "Name of the organisation, made at the first start. Later starts leave it as it is.",
    otherwise: "`My organisation`",
    example: "Acme",
    group: "place",
  },
  JOINERY_DATABASE_URL: {
    what: "The PostgreSQL server. It may hold a password, so it counts as a secret.",
    otherwise: "an embedded database in `JOINERY_DATA`; on loopback only",
    example: "postgres://joinery@db.acme.example/joinery",
    secret: true,
    group: "data",
  },
  JOINERY_DATABASE_CONNECTIONS: {
    what: "How many connections one process holds at most, 2 to 200. All processes together must stay below what the server allows.",
    otherwise: "10",
    example: "20",
    group: "data",
  },
  JOINERY_DATA: {
    what: "Folder for the embedded database, and for the master key that is made when none is given.",
    otherwise: "`.joinery/hub`",
    example: "/var/lib/joinery",
    group: "data",
  },
  JOINERY_MASTER_KEY: {
    what: "32 bytes in base64. Everything sealed in the database depends on it; the same for every process; kept apart from the database and its backups.",
    otherwise: "a file `master.key` in `JOINERY_DATA`, made at the first start; on loopback only",
    example: "(openssl rand -base64 32)",
    secret: true,
    group: "data",
  },
  JOINERY_OIDC_ISSUER: {
    what: "The organisation's identity provider (OpenID Connect): its issuer, as its discovery document spells it. Its ID tokens should say `email_verified` (or `xms_edov`), by which people of the directory are known the first time, and `auth_time`, without which nobody can change secrets; at Entra ID those are optional claims.",
    otherwise: "the development sign-in, where everybody may be everybody; on loopback only",
    example: "https://login.acme.example",
    group: "signIn",
  },
  JOINERY_OIDC_CLIENT_ID: {
    what: "The hub's client id there. Its redirect address is `<public URL>/sign-in/callback`.",
    otherwise: "none; needed with an issuer",
    example: "joinery",
    group: "signIn",
  },
  JOINERY_OIDC_CLIENT_SECRET: {
    what: "The hub's client secret there.",
    otherwise: "none; needed with an issuer",
    example: "(from the identity provider)",
    secret: true,
    group: "signIn",
  },
  JOINERY_OIDC_NAME: {
    what: "Name of the identity provider, as the button says it: Continue with Acme.",
    otherwise: "the issuer's host name",
    example: "Acme",
    group: "signIn",
  },
  JOINERY_OIDC_ROLE_CLAIM: {
    what: "A claim of the ID token that holds a role or a list of groups.",
    otherwise: "roles come from the lists of addresses, and from the admin panel",
    example: "groups",
    group: "signIn",
  },
  JOINERY_OIDC_ADMINISTRATOR_VALUES: {
    what: "Values of that claim that make an administrator, separated by commas.",
    otherwise: "none",
    example: "joinery-administrators",
    group: "signIn",
  },
  JOINERY_OIDC_AUDITOR_VALUES: {
    what: "Values of that claim that make an auditor, separated by commas.",
    otherwise: "none",
    example: "joinery-auditors",
    group: "signIn",
  },
  JOINERY_ADMINISTRATORS: {
    what: "E-mail addresses of administrators, separated by commas. They count when the identity provider has verified them.",
    otherwise: "none; the first start prints a one-time code for the first administrator",
    example: "ada@acme.example",
    group: "signIn",
  },
  JOINERY_AUDITORS: {
    what: "E-mail addresses of auditors, separated by commas.",
    otherwise: "none",
    example: "bob@acme.example",
    group: "signIn",
  },
  JOINERY_SIGN_IN_ADDS_PEOPLE: {
    what: "`yes` or `no`: whether somebody who is not in the directory yet is added when they sign in. Say `no` when SCIM keeps the directory.",
    otherwise: "`yes`",
    example: "no",
    group: "signIn",
  },
  JOINERY_SMTP_URL: {
    what: "The mail server, `smtp://` or `smtps://`, with user and password when it wants them.",
    otherwise: "people are told on their pages only",
    example: "smtps://joinery:password@mail.acme.example",
    secret: true,
    group: "mail",
  },
  JOINERY_MAIL_FROM: {
    what: "The sender of e-mails.",
    otherwise: "none; needed with a mail server",
    example: "Joinery <joinery@acme.example>",
    group: "mail",
  },
  JOINERY_LOG_LEVEL: {
    what: "The least that is logged: `info`, `warn` or `error`. Logs are lines of JSON on stderr.",
    otherwise: "`info`",
    example: "warn",
    group: "running",
  },
  JOINERY_DRAIN_SECONDS: {
    what: "How long running requests may take after SIGTERM, 0 to 600. Meanwhile `/readyz` answers 503.",
    otherwise: "10",
    example: "30",
    group: "running",
  },
  JOINERY_WORK: {
    what: "`yes` or `no`: whether this process also does the durable work (disconnects, events, e-mails). Some process has to.",
    otherwise: "`yes`",
    example: "no",
    group: "running",
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** Whether a setting is a secret, so that `<name>_FILE` exists and its value is nobody's to see. */
export function isSecret(name: SettingName): boolean {
  return "secret" in SETTINGS[name];
}
