import { CopyButton } from "../../ui/copy-button.tsx";

/** A value that people carry elsewhere, with its name and a way to copy it. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5 sm:flex-nowrap">
      <dt className="w-full shrink-0 text-ink-2 sm:w-36">{label}</dt>
      <dd className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <code className="min-w-0 break-all font-mono text-[0.8667rem]">{value}</code>
        <CopyButton value={value} what={label} />
      </dd>
    </div>
  );
}
