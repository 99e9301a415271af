import { w } from "../../texts/workshop.ts";
import { NothingHere } from "../frame/nothing-here.tsx";
import { Explanation, Part } from "./explanation.tsx";
import { PROBLEM_PAGES } from "./problem-pages.ts";

/** One refusal: what it means, whose fault it is, what to do. */
export function ProblemPage({ code }: { code: string }) {
  const words = w.explain.problems;
  const problem = PROBLEM_PAGES.find((one) => one.code === code);
  const back = { place: { page: "problems" }, label: words.back } as const;
  if (problem === undefined) return <NothingHere words={words.unknown} to={back} />;
  return (
    <Explanation back={back} name={code} badge={null} sentence={problem.meaning}>
      <Part title={words.whose} text={problem.whose} />
      <Part title={words.todo} text={problem.todo} />
    </Explanation>
  );
}
