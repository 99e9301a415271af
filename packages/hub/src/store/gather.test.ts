import { expect, test } from "vitest";
import { gather } from "./gather.ts";

/** A source whose statements end when the test says so. */
function createSource() {
  const statements: { questions: readonly number[]; end: (error?: Error) => void }[] = [];
  const asked = gather<number, string>(
    (questions) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error ? reject(error) : resolve(questions.map(String)));
        statements.push({ questions, end });
      }),
  );
  return { asked, statements };
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test("what is asked in one turn goes into one statement, and everyone gets their own answer", async () => {
  const { asked, statements } = createSource();
  const answers = Promise.all([asked(1), asked(2), asked(3)]);
  await turn();
  expect(statements.map(({ questions }) => questions)).toEqual([[1, 2, 3]]);
  statements[0]?.end();
  expect(await answers).toEqual(["1", "2", "3"]);
});

test("what is asked while two statements are under way waits for the next one", async () => {
  const { asked, statements } = createSource();
  const answers: Promise<string>[] = [];
  for (const question of [1, 2, 3, 4]) {
    answers.push(asked(question));
    await turn();
  }
  expect(statements.map(({ questions }) => questions)).toEqual([[1], [2]]);
  statements[0]?.end();
  await turn();
  expect(statements.map(({ questions }) => questions)).toEqual([[1], [2], [3, 4]]);
  for (const { end } of statements) end();
  expect(await Promise.all(answers)).toEqual(["1", "2", "3", "4"]);
});

test("a question is never answered by a statement that began before it was asked", async () => {
  const { asked, statements } = createSource();
  const first = asked(1);
  await turn();
  const second = asked(2);
  statements[0]?.end();
  await first;
  await turn();
  expect(statements.map(({ questions }) => questions)).toEqual([[1], [2]]);
  statements[1]?.end();
  expect(await second).toBe("2");
});

test("when a statement fails, its questions are asked one by one, and only the bad one fails", async () => {
  const asked = gather<number, string>(async (questions) => {
    if (questions.includes(2)) throw new Error("a bad question");
    return questions.map(String);
  });
  const answers = await Promise.allSettled([asked(1), asked(2), asked(3)]);
  expect(answers.map((answer) => (answer.status === "fulfilled" ? answer.value : answer.status))).toEqual([
    "1",
    "rejected",
    "3",
  ]);
});

test("a great many questions are dealt out among several statements", async () => {
  const sizes: number[] = [];
  const asked = gather<number, number>(async (questions) => {
    sizes.push(questions.length);
    return questions;
  });
  const questions = Array.from({ length: 600 }, (_, index) => index);
  expect(await Promise.all(questions.map(asked))).toEqual(questions);
  expect(Math.max(...sizes)).toBe(256);
});
