import { useState } from "react";
import { t } from "../../texts/current.ts";
import { Empty } from "../../ui/section.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { DisconnectSection } from "./disconnect-section.tsx";
import { JobsSection } from "./jobs-section.tsx";
import { OrphansSection } from "./orphans-section.tsx";
import { type Attention, useAttention } from "./use-attention.ts";

const words = t.attention;

/** Disconnects end by themselves while one looks. */
const LOOK_AGAIN_MILLISECONDS = 10_000;

/** What waits for an administrator: disconnects without an end, connects with an unknown one, work that failed. */
export function AttentionPage() {
  const attention = useAttention({ lookAgainAfterMs: LOOK_AGAIN_MILLISECONDS });
  // A row that was dealt with leaves the list: what became of it is told at the top.
  const [told, setTold] = useState("");
  return (
    <div className="max-w-3xl">
      <AdminPage title={words.title} lead={words.lead}>
        <p role="status" className="mb-4 text-good empty:hidden">
          {told}
        </p>
        <WhenLoaded query={attention}>{(data) => <Parts attention={data} onDone={setTold} />}</WhenLoaded>
      </AdminPage>
    </div>
  );
}

function Parts({ attention, onDone }: { attention: Attention; onDone: (told: string) => void }) {
  const { stopped, underWay, orphans, jobs } = attention;
  if ([stopped, underWay, orphans, jobs].every(({ length }) => length === 0)) {
    return <Empty title={words.empty.title}>{words.empty.body}</Empty>;
  }
  return (
    <>
      <DisconnectSection {...words.stopped} rows={stopped} mayFinish onDone={onDone} />
      <OrphansSection rows={orphans} />
      <JobsSection rows={jobs} onDone={onDone} />
      <DisconnectSection {...words.underWay} rows={underWay} mayFinish={false} onDone={onDone} />
    </>
  );
}
