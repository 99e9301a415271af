import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Panel } from "./section.tsx";
import { useMedia } from "./use-media.ts";

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** On small screens the first column is the title of the list entry; others are shown with their header unless this is false. */
  labelled?: boolean;
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
  return (
    <ul aria-label={caption} className="divide-y divide-line">
      {rows.map((row) => (
        <li key={rowKey(row)} className="space-y-1.5 px-4 py-3.5">
          {columns.map((column, index) => (
            <div key={column.key} className="min-w-0 break-words">
              {index > 0 && column.labelled !== false ? (
                <span className="mr-2 text-ink-3 text-sm">{column.header}</span>
              ) : null}
              {column.cell(row)}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
