import type { CarriedOut, Read } from "./hold-renewal.ts";

/** When the answer to a renewal comes, of somebody who has pressed Disconnect meanwhile. */
export type LetGo =
  /** While the hub waits for the lease. */
  | "while it is waited for"
  /** The lease's minute is over, and the hub has gone on without its holder. */
  | "after the disconnect"
  /** The lease's minute is over, and the integration is just being told. */
  | "during the withdrawal"
  /** An administrator had no patience, and nobody has withdrawn anything. */
  | "after it was finished anyway"
  /** Never: every process dies once everybody has pressed. */
  | "never"
  /** Just before every process dies. */
  | "before the kill";

/** One of the ways in which a renewal and a disconnect can meet. */
export interface Kind {
  name: string;
  carriedOut: CarriedOut;
  read: Read;
  letGo: LetGo;
  /** What becomes of the integration's write to the hub. */
  writes?: "lost" | "answer lost";
}

/** Nobody dies in these. */
export const SURVIVED: readonly Kind[] = [
  { name: "committed once let go", carriedOut: "when let go", read: "answer", letGo: "while it is waited for" },
  { name: "answered once let go", carriedOut: "at once", read: "answer", letGo: "while it is waited for" },
  { name: "503 before", carriedOut: "never", read: 503, letGo: "while it is waited for" },
  { name: "broken before", carriedOut: "never", read: "break", letGo: "while it is waited for" },
  { name: "broken after it rotated", carriedOut: "at once", read: "break", letGo: "while it is waited for" },
  { name: "502 after it rotated", carriedOut: "at once", read: 502, letGo: "while it is waited for" },
  {
    name: "write's answer lost",
    carriedOut: "at once",
    read: "answer",
    letGo: "while it is waited for",
    writes: "answer lost",
  },
  { name: "committed late", carriedOut: "when let go", read: "answer", letGo: "after the disconnect" },
  { name: "answered late", carriedOut: "at once", read: "answer", letGo: "after the disconnect" },
  { name: "committed meanwhile", carriedOut: "when let go", read: "answer", letGo: "during the withdrawal" },
  { name: "answered meanwhile", carriedOut: "at once", read: "answer", letGo: "during the withdrawal" },
  {
    name: "committed after it was finished anyway",
    carriedOut: "when let go",
    read: "answer",
    letGo: "after it was finished anyway",
  },
  {
    name: "answered after it was finished anyway",
    carriedOut: "at once",
    read: "answer",
    letGo: "after it was finished anyway",
  },
];

/** The process that holds the lease is killed in these. */
export const KILLED: readonly Kind[] = [
  { name: "killed before", carriedOut: "never", read: "break", letGo: "never" },
  { name: "killed after it rotated", carriedOut: "at once", read: "break", letGo: "never" },
  { name: "killed with the answer", carriedOut: "at once", read: "answer", letGo: "before the kill" },
  {
    name: "killed with the answer while the hub was away",
    carriedOut: "at once",
    read: "answer",
    letGo: "before the kill",
    writes: "lost",
  },
];
