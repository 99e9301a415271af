/** How many statements of one kind are under way at most: what is asked meanwhile goes along with the next one. */
const STATEMENTS_AT_ONCE = 2;
/** A statement with more questions is not faster any more, and keeps the first of them waiting. */
const QUESTIONS_AT_MOST = 256;

/** One question that waits for its statement. */
interface Waiting<Question, Answer> {
  question: Question;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Puts questions that are asked at about the same time into one statement. Alone, a question is asked at once; while
 * statements are under way, it waits for the next, so that a busy hub asks its database seldom and for much. Nothing is
 * remembered: a statement begins after each of its questions was asked, so it sees everything that was written before.
 *
 * When a statement fails, its questions are asked one by one: a bad one fails alone.
 *
 * @param ask answers in the order of the questions
 */
export function gather<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  let waiting: Waiting<Question, Answer>[] = [];
  let underWay = 0;

  function begin(): void {
    if (underWay >= STATEMENTS_AT_ONCE || waiting.length === 0) return;
    const batch = waiting.slice(0, QUESTIONS_AT_MOST);
    waiting = waiting.slice(QUESTIONS_AT_MOST);
    underWay += 1;
    void answer(batch).finally(() => {
      underWay -= 1;
      begin();
    });
  }

  async function answer(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await ask(batch.map(({ question }) => question));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      const [only, ...others] = batch;
      if (others.length === 0) only?.reject(error);
      else await Promise.all(batch.map((one) => answer([one])));
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      // What else this turn of the event loop asks goes along.
      if (waiting.length === 1) setImmediate(begin);
    });
}
