import { CHECK_PAGES } from "@joinery/conformance/pages";
import { w } from "../../texts/workshop.ts";
import { Badge } from "../../ui/badge.tsx";
import { NothingHere } from "../frame/nothing-here.tsx";
import { CodePart, Explanation, Part } from "./explanation.tsx";

/** One check: what holds, why, how it looks when it is right, what to do. */
export function CheckPage({ id }: { id: string }) {
  const words = w.explain.checks;
  const check = CHECK_PAGES.find((one) => one.id === id);
  const back = { place: { page: "checks" }, label: words.back } as const;
  if (check === undefined) return <NothingHere words={words.unknown} to={back} />;
  return (
    <Explanation back={back} name={id} badge={<Badge>{check.profile}</Badge>} sentence={check.sentence}>
      <Part title={words.why} text={check.reason} />
      <CodePart title={words.example} code={check.example} />
      <Part title={words.fix} text={check.fix} />
    </Explanation>
  );
}
