import { z } from "zod";

const text = z.string().nullable();

/** A user as `GET /v2/user` returns them; every field but the id may be null (contract 1.2). */
export const user = z.object({
  /** The user's id; the only field that is always there. */
  id: z.string(),
  /** The organisation's own number for them. */
  employee_id: text,
  /** Where mail reaches them. It can move to somebody else: keep the id. */
  email: text,
  /** The organisation, or the part of it. */
  company_name: text,
  /** The given name. */
  first_name: text,
  /** The family name. */
  second_name: text,
  /** The name that people know them by. */
  display_name: text,
  /** Two letters for a picture that is missing. */
  initials: text,
  /** What they do. */
  job_title: text,
  /** Names their picture in the hub. */
  profile_photo_id: text,
  /** An IANA name such as `Europe/Vienna`. */
  timezone: text,
  /** The id of the user that they report to. */
  manager_id: text,
  /** Where they work. */
  department_name: text,
  /** Whether they are active, in the words of the hub or of Blink. */
  account_status: text,
});
/** A user as hub and Blink know them; every field but the id may be null (contract 1.2). */
export type User = z.infer<typeof user>;

/** How many users a page of `GET /v2/user` holds at most. */
export const USERS_PER_PAGE = 100;

/** The query of `GET /v2/user`: one of the three; nothing means the first page. */
export const userQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
  userId: z.string().min(1).max(64).optional(),
  employeeId: z.string().min(1).max(255).optional(),
});
