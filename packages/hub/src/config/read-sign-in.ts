import type { SignInSettings } from "../directory/sign-in/settings.ts";
import { isLoopbackHost } from "../http/host.ts";
import type { SettingReader } from "./setting-reader.ts";
import type { SettingName } from "./settings.ts";

const ISSUER = "JOINERY_OIDC_ISSUER";
/** What means nothing without an issuer. */
const NEEDS_ISSUER: readonly SettingName[] = [
  "JOINERY_OIDC_CLIENT_ID",
  "JOINERY_OIDC_CLIENT_SECRET",
  "JOINERY_OIDC_ROLE_CLAIM",
];

/** Reads how people sign in; `undefined` means the development sign-in, which exists on loopback only. */
export function readSignIn(read: SettingReader, development: boolean): SignInSettings | undefined {
  const issuer = readIssuer(read, development);
  if (issuer === undefined) {
    const orphans = read.isNamed(ISSUER) ? [] : NEEDS_ISSUER.filter((setting) => read.isNamed(setting));
    for (const setting of orphans) read.refuse(setting, `It has no effect without ${ISSUER}: set that, too.`);
    return undefined;
  }
  const roleClaim = read.text("JOINERY_OIDC_ROLE_CLAIM");
  const administratorValues = read.list("JOINERY_OIDC_ADMINISTRATOR_VALUES");
  const auditorValues = read.list("JOINERY_OIDC_AUDITOR_VALUES");
  if (roleClaim === undefined && administratorValues.length + auditorValues.length > 0) {
    read.refuse("JOINERY_OIDC_ROLE_CLAIM", "Name the claim that holds these values.");
  }
  return {
    issuer,
    clientId: required(read, "JOINERY_OIDC_CLIENT_ID"),
    clientSecret: required(read, "JOINERY_OIDC_CLIENT_SECRET"),
    name: read.text("JOINERY_OIDC_NAME") ?? issuer.host,
    roleClaim,
    administratorValues,
    auditorValues,
    administrators: addresses(read, "JOINERY_ADMINISTRATORS"),
    auditors: addresses(read, "JOINERY_AUDITORS"),
    addsPeople: read.flag("JOINERY_SIGN_IN_ADDS_PEOPLE", true),
  };
}

function readIssuer(read: SettingReader, development: boolean): URL | undefined {
  const issuer = read.url(ISSUER, ["https:", "http:"]);
  if (issuer?.protocol === "http:" && !(development && isLoopbackHost(issuer.hostname))) {
    read.refuse(ISSUER, "Begin it with https://: whoever stands between could sign in as anybody.");
  }
  if (!development && !read.isNamed(ISSUER)) {
    read.refuse(
      ISSUER,
      "Name the organisation's identity provider: the development sign-in lets everybody be anybody, so it exists on loopback only.",
    );
  }
  return issuer;
}

function required(read: SettingReader, setting: "JOINERY_OIDC_CLIENT_ID" | "JOINERY_OIDC_CLIENT_SECRET"): string {
  const value = read.text(setting);
  if (value === undefined && !read.isNamed(setting)) {
    read.refuse(setting, "Register the hub at the identity provider and give what it was given there.");
  }
  return value ?? "";
}

function addresses(read: SettingReader, setting: "JOINERY_ADMINISTRATORS" | "JOINERY_AUDITORS"): readonly string[] {
  const list = read.list(setting);
  if (list.some((address) => !/^[^\s@]+@[^\s@]+$/.test(address))) {
    read.refuse(setting, "Give e-mail addresses, separated by commas.");
  }
  return list.map((address) => address.toLowerCase());
}
