/** A refusal as the catalogue knows it. */
export interface KnownProblem {
  status: number;
  sentence: string;
}

const ROW = /^\| `([A-Z][A-Z_]*)` \| (\d{3}) \| (.+?) \|/gm;

/** Holds the table of the reference page against the catalogue, both ways. */
export function checkProblemTable(page: string, problems: Readonly<Record<string, KnownProblem>>): string[] {
  const rows = [...page.matchAll(ROW)].map(([, code = "", status, sentence]) => ({ code, status, sentence }));
  const missing = Object.keys(problems).filter((code) => !rows.some((row) => row.code === code));
  const twice = rows.filter((row, index) => rows.findIndex(({ code }) => code === row.code) !== index);
  return [
    ...missing.map((code) => `${code} is missing in the table`),
    ...twice.map(({ code }) => `${code} stands in the table twice`),
    ...rows.flatMap(({ code, status, sentence }) => {
      const problem = Object.hasOwn(problems, code) ? problems[code] : undefined;
      if (problem === undefined) return [`${code} stands in the table and is no code`];
      return [
        ...(status === String(problem.status) ? [] : [`${code} has the status ${problem.status}`]),
        ...(sentence === problem.sentence ? [] : [`${code} reads: ${problem.sentence}`]),
      ];
    }),
  ];
}
