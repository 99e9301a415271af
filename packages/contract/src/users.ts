import { z } from "zod";

const text = z.string().nullable();

/** A user as `GET /v2/user` returns them; every field but the id may be null (contract 1.2). */
export const user = z.object({
  id: z.string(),
  employee_id: text,
  email: text,
  company_name: text,
  first_name: text,
  second_name: text,
  display_name: text,
  initials: text,
  job_title: text,
  profile_photo_id: text,
  timezone: text,
  manager_id: text,
  department_name: text,
  account_status: text,
});
export type User = z.infer<typeof user>;

/** How many users a page of `GET /v2/user` holds at most. */
export const USERS_PER_PAGE = 100;

/** The query of `GET /v2/user`: one of the three; nothing means the first page. */
export const userQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
  userId: z.string().min(1).max(64).optional(),
  employeeId: z.string().min(1).max(255).optional(),
});
