import type { CommandInput } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { firstPortOf } from "../ports/first-port.ts";
import { addresses } from "./addresses.ts";
import { brokenDev } from "./broken-dev.ts";
import type { Finding } from "./finding.ts";
import { ignoredFiles } from "./ignored-files.ts";
import { nodes } from "./nodes.ts";
import { packages } from "./packages.ts";
import { ports } from "./ports.ts";

/** Looks at everything and shows it. */
export async function examine({ options, session }: CommandInput): Promise<ExitCode> {
  const { folder } = session;
  const findings: Finding[] = [
    ...nodes(),
    ...(await addresses()),
    ...(await ports(firstPortOf(options, session.env), folder)),
    ...brokenDev(folder),
    ...packages(folder),
    ...ignoredFiles(folder),
  ];
  const isWell = findings.every(({ remedy }) => remedy === undefined);
  session.result({ ok: isWell, findings }, (paint) =>
    findings
      .map(({ what, remedy }) =>
        remedy === undefined
          ? `${paint("green", "ok")}   ${what}`
          : `${paint("red", "look")} ${what}\n     ${paint("bold", remedy)}`,
      )
      .join("\n"),
  );
  return isWell ? EXIT.ok : EXIT.foundWrong;
}
