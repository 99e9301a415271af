import { w } from "../../texts/workshop.ts";
import { Badge } from "../../ui/badge.tsx";
import { NothingHere } from "../frame/nothing-here.tsx";
import { CodePart, Explanation, Part } from "./explanation.tsx";
import { findProblemPage } from "./problem-pages.ts";

/** One refusal: when it happens, who has to do something, and what. */
export function ProblemPage({ code }: { code: string }) {
  const words = w.explain.problems;
  const problem = findProblemPage(code);
  const back = { place: { page: "problems" }, label: words.back } as const;
  if (problem === undefined) return <NothingHere words={words.unknown} to={back} />;
  return (
    <Explanation
      back={back}
      name={problem.code}
      badge={<Badge>{words.status(problem.status)}</Badge>}
      sentence={problem.sentence}
    >
      <Part title={words.when} text={problem.when} />
      <Part title={words.whose} text={words.whoseSentence(problem.whose)} />
      <Part title={words.todo} text={problem.todo} />
      {problem.example === undefined ? null : <CodePart title={words.example} code={problem.example} />}
    </Explanation>
  );
}
