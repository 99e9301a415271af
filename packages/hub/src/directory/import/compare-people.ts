import { isHandedOver } from "../hand-over.ts";
import { initialsOf, type PersonRow } from "../people.ts";
import type { Fault, Line } from "./read-people.ts";

/** What a file may change about a person. No role, no id, nothing of how they sign in. */
export interface Columns {
  email: string;
  first_name: string | null;
  second_name: string | null;
  display_name: string | null;
  initials: string | null;
  employee_id: string | null;
  job_title: string | null;
  department_name: string | null;
}

/** What one line comes to. */
export interface Step {
  line: number;
  /** Whom it is about; `undefined`: somebody new. */
  person: PersonRow | undefined;
  columns: Columns;
  isChanged: boolean;
  /** Whether their being active changes, and to what. */
  active: "stays" | "leaves" | "returns";
}

/** What decides beside the file. */
export interface Directory {
  people: readonly PersonRow[];
  /** Who has linked accounts. */
  linked: ReadonlySet<string>;
  /** The identity provider by which people sign in now. */
  issuer: URL | undefined;
}

/** Compares a file with the directory: what each line comes to, and why one can't be done. Nothing is written here. */
export function comparePeople(lines: readonly Line[], directory: Directory): { steps: Step[]; faults: Fault[] } {
  const byEmail = new Map(directory.people.map((person) => [person.email?.toLowerCase(), person]));
  const byEmployeeId = new Map(directory.people.map((person) => [person.employee_id, person]));
  const faults: Fault[] = [];
  const meant = new Map<string, number>();
  const steps = lines.map((line): Step => {
    const named = line.employeeId == null ? undefined : byEmployeeId.get(line.employeeId);
    const addressed = byEmail.get(line.email.toLowerCase());
    const person = named ?? addressed;
    const say = (column: string, message: string) => faults.push({ line: line.line, column, message });
    if (named !== undefined && addressed !== undefined && named !== addressed) {
      say("email", "Somebody else than the one with this employee_id has this address.");
    }
    const first = person === undefined ? undefined : meant.get(person.user_id);
    if (first !== undefined) say("email", `Line ${first} is about the same person.`);
    if (person !== undefined) meant.set(person.user_id, line.line);
    if (
      person !== undefined &&
      isHandedOver(person, line.email, { ...directory, hasAccounts: directory.linked.has(person.user_id) })
    ) {
      say(
        "email",
        "This person has linked accounts and has never signed in by the identity provider. Offboard them before the address goes to somebody else.",
      );
    }
    const columns = columnsOf(line, person);
    const isActive = person?.account_status !== "inactive";
    return {
      line: line.line,
      person,
      columns,
      isChanged: person !== undefined && isDifferent(columns, person),
      active: line.active === undefined || line.active === isActive ? "stays" : isActive ? "leaves" : "returns",
    };
  });
  faults.push(...faultsOfAdministrators(steps, directory.people));
  return { steps, faults };
}

/** An organisation keeps an administrator: a file is a person's work, and people are mistaken. */
function faultsOfAdministrators(steps: readonly Step[], people: readonly PersonRow[]): Fault[] {
  const isActing = (person: PersonRow | undefined) =>
    person?.role === "administrator" && person.account_status === "active";
  const leaving = steps.filter(({ person, active }) => active === "leaves" && isActing(person));
  const last = leaving.at(-1);
  if (last === undefined || leaving.length < people.filter(isActing).length) return [];
  return [{ line: last.line, column: "active", message: "An organisation keeps at least one active administrator." }];
}

/** A column that the file has not leaves what is there. */
function columnsOf(line: Line, person: PersonRow | undefined): Columns {
  const firstName = line.firstName === undefined ? (person?.first_name ?? null) : line.firstName;
  const secondName = line.secondName === undefined ? (person?.second_name ?? null) : line.secondName;
  const isRenamed = person === undefined || firstName !== person.first_name || secondName !== person.second_name;
  const fullName = [firstName, secondName].filter((part) => part !== null).join(" ");
  const displayName = isRenamed ? (fullName === "" ? line.email : fullName) : person.display_name;
  const isSameAddress = person?.email?.toLowerCase() === line.email.toLowerCase();
  return {
    email: isSameAddress ? (person?.email ?? line.email) : line.email,
    first_name: firstName,
    second_name: secondName,
    display_name: displayName,
    initials: isRenamed ? initialsOf(displayName ?? line.email) : person.initials,
    employee_id: line.employeeId === undefined ? (person?.employee_id ?? null) : line.employeeId,
    job_title: line.jobTitle === undefined ? (person?.job_title ?? null) : line.jobTitle,
    department_name: line.department === undefined ? (person?.department_name ?? null) : line.department,
  };
}

function isDifferent(columns: Columns, person: PersonRow): boolean {
  return Object.entries(columns).some(([column, value]) => person[column as keyof Columns] !== value);
}
