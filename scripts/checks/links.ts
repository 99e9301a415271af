import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const LEFT_OUT = /(^|[\\/])(node_modules|dist|\.joinery)([\\/]|$)/;
/** `[text](target)` and `![text](target)`, also with a title. */
const LINK = /!?\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g;
const FENCE = /^```[\s\S]*?^```/gm;

/** Checks that every relative link of the documentation leads to a file and, within Markdown, to a heading. */
export function checkLinks(root: string): string[] {
  const files = globSync("**/*.md", { cwd: root, exclude: (path) => LEFT_OUT.test(path) });
  return files.sort().flatMap((file) => checkFile(root, join(root, file)));
}

function checkFile(root: string, file: string): string[] {
  const text = readFileSync(file, "utf8").replace(FENCE, (block) => block.replace(/[^\n]/g, ""));
  return [...text.matchAll(LINK)].flatMap(({ 1: target = "", index }) => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
    const [path = "", anchor] = target.split("#");
    const leadsTo = path === "" ? file : join(dirname(file), decodeURIComponent(path));
    const place = `${relative(root, file)}:${text.slice(0, index).split("\n").length}`;
    if (!existsSync(leadsTo)) return [`${place} links to ${target}, which is not there`];
    if (!anchor || !leadsTo.endsWith(".md") || anchorsOf(leadsTo).includes(anchor)) return [];
    return [`${place} links to ${target}, where there is no such heading`];
  });
}

/** As GitHub makes them: lower case, spaces to hyphens, punctuation dropped. */
function anchorsOf(file: string): string[] {
  const headings = readFileSync(file, "utf8")
    .replace(FENCE, "")
    .matchAll(/^#{1,6}\s+(.+?)\s*$/gm);
  return [...headings].map(({ 1: heading = "" }) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
