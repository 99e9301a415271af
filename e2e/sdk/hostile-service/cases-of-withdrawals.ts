import { type Case, connect, type Told } from "./case.ts";
import { HOSTILE_REPLIES, type HostileReply } from "./hostile-replies.ts";
import type { Stage } from "./stage.ts";

const A_DAY_AND_AN_HOUR = 25 * 3_600;
const LIST = "refused, on the administrator's list";
const CLOCK = "a day passes, and nobody would be signed in any more";

/**
 * Whether somebody who knows the protocol takes an answer for "done": RFC 7009, 2.2 asks for status 200 and nothing else.
 */
function saysDone({ what, meaning, broken }: HostileReply): boolean {
  return meaning === "good" || (meaning === "unreadable" && !broken && !/^50\d/.test(what));
}

/** The grant must be withdrawn, because its id token is wrong; and withdrawing it goes wrong as well. */
const AFTER_A_FAILED_CONNECT: readonly Case[] = HOSTILE_REPLIES.filter(({ slow }) => !slow).map((hostile): Case => {
  const isDone = saysDone(hostile);
  return {
    name: `withdrawal: ${hostile.what}`,
    lies: {
      idToken: { claims: { nonce: "other" } },
      revoke: ({ end }) => {
        if (isDone) end();
        return hostile.reply("{}");
      },
    },
    ends: isDone ? "refused and withdrawn" : LIST,
    story: connectAndWait,
    onlyFake: CLOCK,
  };
});

/** Tried again for a day, then told to an administrator. */
async function connectAndWait(stage: Stage): Promise<Told> {
  const told = await connect(stage);
  stage.passTime(A_DAY_AND_AN_HOUR);
  await stage.integration.unfinished.settle();
  return told;
}

/** Everything went well, and then Ada presses Disconnect. */
const AT_A_DISCONNECT: readonly Case[] = HOSTILE_REPLIES.filter(({ slow }) => !slow).map((hostile): Case => {
  const isDone = saysDone(hostile);
  return {
    name: `disconnect: ${hostile.what}`,
    lies: {
      revoke: ({ end }) => {
        if (isDone) end();
        return hostile.reply("{}");
      },
    },
    ends: "linked",
    story: connectAndDisconnect,
    also: ({ service }, { answer }) => [
      ...(isDone && !answer?.body.includes('"revoked"') ? [`nobody says that it is withdrawn: ${answer?.body}`] : []),
      ...(!isDone && /"(revoked|already_invalid)"/.test(answer?.body ?? "") ? ["it is said to be withdrawn"] : []),
      ...(isDone && service.live.size > 0 ? ["the grant lives on"] : []),
    ],
    onlyFake: "the hub's own promises about a disconnect are shown by its own suites",
  };
});

async function connectAndDisconnect(stage: Stage): Promise<Told> {
  const told = await connect(stage);
  const [account] = await stage.accounts();
  const answer = await stage.disconnect(account?.linked_account_id ?? "");
  return { ...told, answer: { status: answer.status, body: await answer.text() } };
}

export const WITHDRAWAL_CASES: readonly Case[] = [...AFTER_A_FAILED_CONNECT, ...AT_A_DISCONNECT];
