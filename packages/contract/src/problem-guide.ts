import { ACCOUNT_PROBLEMS } from "./problem-guide/accounts.ts";
import { CALL_PROBLEMS } from "./problem-guide/calls.ts";
import { CONNECT_PROBLEMS } from "./problem-guide/connecting.ts";
import type { ProblemGuideEntry } from "./problem-guide/entry.ts";
import { REQUEST_PROBLEMS } from "./problem-guide/requests.ts";
import type { ProblemCode } from "./problems.ts";

export { FAULT_LIES_WITH, type FaultLiesWith, type ProblemGuideEntry } from "./problem-guide/entry.ts";

/** For each refusal: who has to do something, when it happens, and what to do. The pages about refusals are made of it. */
export const PROBLEM_GUIDE: Readonly<Record<ProblemCode, ProblemGuideEntry>> = {
  ...REQUEST_PROBLEMS,
  ...CONNECT_PROBLEMS,
  ...ACCOUNT_PROBLEMS,
  ...CALL_PROBLEMS,
};
