import fc from "fast-check";
import type { Journey } from "./journey.ts";
import type { Repeat } from "./repeater.ts";
import type { Twins } from "./start-twins.ts";
import * as steps from "./steps.ts";
import { LABELS } from "./walker.ts";

/** A step of a journey, and what becomes of its requests. */
export type Command = fc.AsyncCommand<Journey, Twins>;

const label = fc.constantFrom(...LABELS);
const choice = fc.constantFrom("replace" as const, "add" as const, "cancel" as const);

/** How often each step is drawn, among all of them. */
const DRAWN: readonly [number, fc.Arbitrary<steps.Step>][] = [
  [4, label.map(steps.connect)],
  [3, fc.record({ label, as: label }).map(steps.reconnect)],
  [3, choice.map(steps.makeChoice)],
  [3, label.map(steps.renew)],
  [1, label.map(steps.endGrants)],
  [2, fc.record({ label, isBroken: fc.boolean() }).map(steps.report)],
  [2, label.map(steps.disconnect)],
  [1, label.map(steps.deleteByIntegration)],
  [1, fc.constantFrom(steps.DECLINE, steps.CANCEL, steps.DISMISS)],
];

/** So many other requests are made before a late copy comes. */
const later = fc.nat(24);
const answer = fc.nat(4);
/** What becomes of the requests of one step, in turn. */
const REQUESTS = { minLength: 1, maxLength: 12 };

/** One copy to five: some go along with it, some come late. */
const anyRepeats: fc.Arbitrary<Repeat[]> = fc.array(
  fc.record({ more: fc.array(fc.option(later, { freq: 1 }), { maxLength: 4 }), answer }).map(({ more, answer }) => ({
    together: more.filter((late) => late === null).length,
    late: more.filter((late) => late !== null),
    answer,
  })),
  REQUESTS,
);

/** Three copies to five, at least one of each sort. */
const manyRepeats: fc.Arbitrary<Repeat[]> = fc.array(
  fc.record({
    together: fc.integer({ min: 1, max: 2 }),
    late: fc.array(later, { minLength: 1, maxLength: 2 }),
    answer,
  }),
  REQUESTS,
);

/** Journeys through any steps in any order, as long as they are possible. */
export function journeys(maxCommands: number) {
  const drawn = DRAWN.flatMap(([weight, step]) => Array.from({ length: weight }, () => step));
  return fc.commands(
    drawn.map((step) => fc.tuple(step, anyRepeats).map(([one, repeats]) => toCommand(one, repeats))),
    { maxCommands, size: "max" },
  );
}

/** The journey through every step there is. */
export function tours(): fc.Arbitrary<Command[]> {
  const one = fc.array(manyRepeats, { minLength: steps.TOUR.length, maxLength: steps.TOUR.length });
  return one.map((repeats) => steps.TOUR.map((step, n) => toCommand(step, repeats[n] ?? [])));
}

function toCommand(step: steps.Step, repeats: Repeat[]): Command {
  return {
    check: (journey) => step.isPossible(journey),
    async run(journey, twins) {
      twins.counters.count(step.name);
      await step.before?.(twins);
      twins.repeat(repeats);
      await Promise.all([twins.once, twins.often].map((walker) => step.walk(walker, { ...journey })));
      await Promise.all([twins.once.settle(), twins.often.settle()]);
      step.after?.(journey);
    },
    toString: () => `${step.name} [${repeats.map(sayRepeat).join(" ")}]`,
  };
}

/** As in `2+5/1`: two at once, one five requests later, the second answer counts. */
function sayRepeat({ together, late, answer }: Repeat): string {
  return `${[1 + together, ...late].join("+")}/${answer}`;
}
