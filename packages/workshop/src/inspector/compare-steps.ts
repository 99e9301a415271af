import type { Exchange, ReplayReport } from "@joinery/contract/workshop";

/**
 * What a browser with a window does and one without does not, what is asked once and kept, and pages that only show. None of
 * it says whether a flow went as it did before.
 */
const NOT_COMPARED = new Set([
  ...["Opening page", "Confirm page", "Last page", "Status", "Sign in", "Page"],
  ...["Discovery", "Signing keys", "Ask the person", "Log in as another"],
]);

/** Puts the steps of a flow then and now side by side; what changes each time, ids and secrets, does not count. */
export function compareSteps(before: readonly Exchange[], now: readonly Exchange[]): ReplayReport {
  const steps = alignLines(linesOf(before), linesOf(now)).map(([was, is]) => ({
    step: (was ?? is)?.step ?? "",
    before: was?.line ?? null,
    now: is?.line ?? null,
    same: was?.line === is?.line,
  }));
  return { same: steps.every(({ same }) => same), steps };
}

interface Line {
  step: string;
  line: string;
}

function linesOf(exchanges: readonly Exchange[]): Line[] {
  return exchanges
    .filter(({ step }) => !NOT_COMPARED.has(step))
    .map((exchange) => {
      const { from, to, step, request } = exchange;
      const path = withoutIds(URL.parse(request.url)?.pathname ?? "");
      return { step, line: `${from} → ${to} ${step}: ${request.method} ${path} ${endOf(exchange)}` };
    });
}

/** A save is answered 201 or 200, as the account is new or linked already: a replay may find it linked (contract 1.2). */
function endOf({ step, response, failure }: Exchange): string {
  if (response === null) return failure ?? "no answer";
  return step === "Save" && response.status === 200 ? "201" : String(response.status);
}

/** Ids, and everything else in a path that is drawn at random. */
function withoutIds(path: string): string {
  return path
    .split("/")
    .map((part) => (/\[secret|^[a-z]-[0-9a-f-]{36}$|^(?=.*\d|.*[a-z].*[A-Z])[\w.~-]{20,}$/.test(part) ? "…" : part))
    .join("/");
}

type Pair = readonly [Line | undefined, Line | undefined];

/** Pairs equal lines in their order (the longest common subsequence); what lies between is paired one by one. */
function alignLines(before: readonly Line[], after: readonly Line[]): Pair[] {
  const common = commonLengths(before, after);
  const pairs: Pair[] = [];
  let gap: { before: Line[]; after: Line[] } = { before: [], after: [] };
  const closeGap = () => {
    const length = Math.max(gap.before.length, gap.after.length);
    for (let at = 0; at < length; at += 1) pairs.push([gap.before[at], gap.after[at]]);
    gap = { before: [], after: [] };
  };
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const was = before[i];
    const is = after[j];
    if (was !== undefined && is !== undefined && was.line === is.line) {
      closeGap();
      pairs.push([was, is]);
      i += 1;
      j += 1;
    } else if (was !== undefined && (is === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      gap.before.push(was);
      i += 1;
    } else if (is !== undefined) {
      gap.after.push(is);
      j += 1;
    }
  }
  closeGap();
  return pairs;
}

/** For each pair of places: how many lines the two rests have in common. */
function commonLengths(before: readonly Line[], after: readonly Line[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const isSame = before[i]?.line === after[j]?.line;
      const row = lengths[i];
      if (row === undefined) continue;
      row[j] = isSame ? at(lengths, i + 1, j + 1) + 1 : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  }
  return lengths;
}

function at(lengths: readonly (readonly number[])[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}
