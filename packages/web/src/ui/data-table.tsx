import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Panel } from "./section.tsx";
import { useMedia } from "./use-media.ts";

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** On small screens the first column is the title of an entry; the others stand below with their header, unless this is false. */
  labelled?: boolean;
  /** In the list it takes a line of its own. */
  wholeLine?: boolean;
  align?: "right";
  /** A width class for wide screens. */
  width?: string;
}

export interface DataTableProps<Row> {
  /** Names the table for people who don't see it. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

const WIDE = "(min-width: 56rem)";

/** A table where there is room, a list where there is not. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const wide = useMedia(WIDE);
  return <Panel className="overflow-hidden">{wide ? <Table {...props} /> : <List {...props} />}</Panel>;
}

function Table<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    <table className="w-full table-fixed text-left text-[0.9333rem]">
      <caption className="sr-only">{caption}</caption>
      <thead className="border-line border-b bg-sunken/60 text-ink-2 text-sm">
        <tr>
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={classNames("px-4 py-2.5 font-medium", column.width, column.align === "right" && "text-right")}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map((row) => (
          <tr key={rowKey(row)} className="align-top">
            {columns.map((column) => (
              <td
                key={column.key}
                className={classNames("break-words px-4 py-3", column.align === "right" && "text-right")}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function List<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  const [title, ...rest] = columns;
  return (
    <ul aria-label={caption} className="divide-y divide-line">
      {rows.map((row) => (
        <li key={rowKey(row)} className="space-y-1.5 px-4 py-3.5">
          <div className="min-w-0 break-words">{title?.cell(row)}</div>
          <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            {rest.map((column) => (
              <div
                key={column.key}
                className={classNames("min-w-0 break-words", column.wholeLine === true && "w-full")}
              >
                {column.labelled === false ? null : <span className="mr-1.5 text-ink-3 text-sm">{column.header}</span>}
                {column.cell(row)}
              </div>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
