import { CsvError, parse } from "csv-parse/sync";

/** A person as a line of the file tells of them; `undefined` where the file has no such column. */
export interface Line {
  /** As an editor counts, from 1. */
  line: number;
  email: string;
  firstName: string | null | undefined;
  secondName: string | null | undefined;
  employeeId: string | null | undefined;
  jobTitle: string | null | undefined;
  department: string | null | undefined;
  active: boolean | undefined;
}

/** What is wrong with a file, and where. The sentence quotes nothing of it. */
export interface Fault {
  line: number;
  column: string | null;
  message: string;
}

const COLUMNS = ["email", "first_name", "second_name", "employee_id", "job_title", "department", "active"] as const;
type Column = (typeof COLUMNS)[number];

const TEXT_MAX = 255;
const EMAIL_MAX = 254;
/** More faults than anybody reads at once. */
const FAULTS_MAX = 500;

/** Reads a file as people write it by hand or export it: a byte order mark, either line end, commas, or semicolons as Excel has them. */
export function readPeople(csv: string): { lines: Line[]; faults: Fault[] } {
  const spoilt = faultOfEncoding(csv);
  if (spoilt !== undefined) return { lines: [], faults: [spoilt] };
  const parsed = parseCsv(csv);
  if ("fault" in parsed) return { lines: [], faults: [parsed.fault] };
  const [header, ...records] = parsed.records;
  if (header === undefined) return { lines: [], faults: [fault(1, null, "The file is empty.")] };
  const columns = header.cells.map((name) => name.trim().toLowerCase());
  const faults = faultsOfHeader(columns, header.line);
  if (faults.length > 0) return { lines: [], faults };
  const lines = records.map((record) => readLine(record, columns, faults));
  noteDuplicates(lines, faults);
  return { lines, faults: faults.sort((left, right) => left.line - right.line).slice(0, FAULTS_MAX) };
}

/**
 * What decoding as UTF-8 leaves of letters in another encoding. Excel saves so unless it is told otherwise, and a name that
 * was spoilt would stay so.
 */
function faultOfEncoding(csv: string): Fault | undefined {
  const place = csv.indexOf("\uFFFD");
  if (place < 0) return undefined;
  const line = csv.slice(0, place).split(/\r\n|\r|\n/).length;
  return fault(line, null, "Letters of this line can't be read. Save the file as UTF-8; in Excel: CSV UTF-8.");
}

interface Cells {
  line: number;
  cells: string[];
}

function parseCsv(csv: string): { records: Cells[] } | { fault: Fault } {
  try {
    const records = parse(csv, {
      bom: true,
      delimiter: delimiterOf(csv),
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return { records: records.map(({ record, info }) => ({ cells: record, line: beginOf(record, info.lines) })) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines ?? 1);
    return { fault: fault(line, null, "The file can't be read from here on: look at the quotation marks.") };
  }
}

/** csv-parse names the line in which a record ends; a quoted field may span several. */
function beginOf(cells: readonly string[], end: number): number {
  return end - cells.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}

/** Excel separates by semicolons where the comma is the decimal sign; the header line shows which it is. */
function delimiterOf(csv: string): "," | ";" | "\t" {
  const header = csv.split(/\r|\n/, 1)[0] ?? "";
  if (header.includes(",")) return ",";
  if (header.includes(";")) return ";";
  return header.includes("\t") ? "\t" : ",";
}

function faultsOfHeader(columns: readonly string[], line: number): Fault[] {
  const known = new Set<string>(COLUMNS);
  const faults = columns.flatMap((name, index) => {
    if (!known.has(name)) return [fault(line, null, `Column ${index + 1} of the header line has no known name.`)];
    return columns.indexOf(name) < index ? [fault(line, name, "This column stands here twice.")] : [];
  });
  if (!columns.includes("email")) faults.push(fault(line, "email", "This column is required."));
  return faults;
}

function readLine({ line, cells }: Cells, columns: readonly string[], faults: Fault[]): Line {
  if (cells.length !== columns.length) {
    faults.push(fault(line, null, `This line has ${cells.length} fields and the header line ${columns.length}.`));
  }
  const cell = (column: Column) => {
    const index = columns.indexOf(column);
    return index < 0 ? undefined : (cells[index] ?? "").trim();
  };
  const text = (column: Column) => {
    const value = cell(column);
    const problem = value === undefined ? undefined : problemOfText(value);
    if (problem !== undefined) faults.push(fault(line, column, problem));
    return value === "" ? null : value;
  };
  const email = text("email") ?? "";
  if (!/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(email) || email.length > EMAIL_MAX) {
    faults.push(fault(line, "email", "An e-mail address is expected here."));
  }
  const active = cell("active")?.toLowerCase();
  if (active !== undefined && !["true", "false", ""].includes(active)) {
    faults.push(fault(line, "active", "Either true or false is expected here."));
  }
  return {
    line,
    email,
    firstName: text("first_name"),
    secondName: text("second_name"),
    employeeId: text("employee_id"),
    jobTitle: text("job_title"),
    department: text("department"),
    active: active === undefined || active === "" ? undefined : active === "true",
  };
}

function problemOfText(value: string): string | undefined {
  if (value.length > TEXT_MAX) return `A text of at most ${TEXT_MAX} characters is expected here.`;
  return /\p{Cc}/u.test(value) || !value.isWellFormed() ? "Only printable characters are expected here." : undefined;
}

/** Of two lines about one person nobody can say which counts. */
function noteDuplicates(lines: readonly Line[], faults: Fault[]): void {
  const seen = new Map<string, number>();
  for (const { line, email, employeeId } of lines) {
    const names = [
      ["email", email.toLowerCase()],
      ["employee_id", employeeId ?? ""],
    ] as const;
    for (const [column, name] of names) {
      if (name === "") continue;
      const first = seen.get(`${column} ${name}`);
      if (first !== undefined) faults.push(fault(line, column, `The same stands in line ${first}.`));
      else seen.set(`${column} ${name}`, line);
    }
  }
}

function fault(line: number, column: string | null, message: string): Fault {
  return { line, column, message };
}
