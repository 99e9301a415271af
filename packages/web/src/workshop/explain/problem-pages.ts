import { FAULT_LIES_WITH, PROBLEM_GUIDE } from "@joinery/contract/problem-guide";
import { isProblemCode, PROBLEMS, type ProblemCode } from "@joinery/contract/problems";

/** What a page about a refusal shows. */
export interface ProblemPageInfo {
  code: ProblemCode;
  status: number;
  /** As people read it. */
  sentence: string;
  /** Who has to do something about it. */
  whose: string;
  when: string;
  todo: string;
  example: string | undefined;
}

/** Everything there is to know about a code; `undefined` when it is none of the catalogue. */
export function findProblemPage(code: string): ProblemPageInfo | undefined {
  return isProblemCode(code) ? pageOf(code) : undefined;
}

/** Every code of the catalogue, by status. */
export function listProblemPages(): ProblemPageInfo[] {
  return (Object.keys(PROBLEMS) as ProblemCode[]).map(pageOf).sort((a, b) => a.status - b.status);
}

function pageOf(code: ProblemCode): ProblemPageInfo {
  const { whose, when, todo, example } = PROBLEM_GUIDE[code];
  return { code, ...PROBLEMS[code], whose: FAULT_LIES_WITH[whose], when, todo, example };
}
