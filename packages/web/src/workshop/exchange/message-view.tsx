import type { RecordedBody, RecordedHeaders } from "@joinery/contract/workshop";
import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { headersSent } from "./claims.ts";
import { type BodyPart, partsOf, prettyBody } from "./pretty-body.ts";

interface MessageViewProps {
  title: string;
  /** Method and address, or the status. */
  line: string;
  message: { headers: RecordedHeaders; body: RecordedBody };
}

const BOX =
  "overflow-x-auto rounded-xl border border-line bg-sunken/60 px-3.5 py-2.5 font-mono text-[0.8rem] leading-relaxed";
const COLOURS: Record<BodyPart["kind"], string> = {
  name: "text-accent-ink",
  text: "text-ink",
  value: "text-good",
  plain: "text-ink-2",
};

/** A request or an answer: first line, headers behind a word, body laid out. */
export function MessageView({ title, line, message }: MessageViewProps) {
  const headers = headersSent(message.headers);
  return (
    <div className="mt-8">
      <h3 className="font-semibold">{title}</h3>
      <p className={`mt-2 break-all ${BOX}`}>{line}</p>
      {headers.length === 0 ? null : (
        <details className="mt-2">
          <summary className="rounded py-1 text-ink-2 text-sm">
            {format.count(headers.length, w.exchange.headers)}
          </summary>
          <dl className={`mt-1 space-y-1 ${BOX}`}>
            {headers.map(([name, value], index) => {
              const key = `${index}`;
              return (
                <div key={key} className="break-all">
                  <dt className="inline text-ink-3">{name}: </dt>
                  <dd className="inline">{value}</dd>
                </div>
              );
            })}
          </dl>
        </details>
      )}
      <Body body={message.body} />
    </div>
  );
}

function Body({ body }: { body: RecordedBody }) {
  const pretty = prettyBody(body);
  if (pretty === null) {
    return (
      <p className="mt-2 text-ink-3 text-sm">
        {body.bytes === 0 ? w.exchange.noBody : w.exchange.unreadable(body.type, format.bytes(body.bytes))}
      </p>
    );
  }
  return (
    <pre className={`mt-2 max-h-96 whitespace-pre-wrap break-words ${BOX}`}>
      {partsOf(pretty).map((part, index) => {
        const key = `${index}`;
        return (
          <span key={key} className={COLOURS[part.kind]}>
            {part.text}
          </span>
        );
      })}
    </pre>
  );
}
