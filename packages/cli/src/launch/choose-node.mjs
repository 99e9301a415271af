/** The oldest Node that the command line runs on. */
export const OLDEST = [20, 19];
/** The oldest Node that the hub runs on: undici 8 asks for it. */
export const OLDEST_FOR_HUB = [22, 19];
/** The oldest Node that runs sources as they are. */
const OLDEST_FOR_SOURCES = [22, 18];

/**
 * Whether what was typed starts a hub in this process.
 *
 * @param {readonly string[]} argv
 */
export function needsHub(argv) {
  const asksForHelp = argv.includes("--help") || argv.includes("-h");
  if (asksForHelp) return false;
  return argv[0] === "dev" || argv[0] === "hub" || (argv[0] === "conformance" && argv.includes("--"));
}

/**
 * Decides on which Node to go on: on this one (`"here"`), on the one brought along (its path), or not at all.
 *
 * @param {{ version: string, platform: string, arch: string, runsSources: boolean }} machine
 * @param {readonly string[]} argv
 * @param {() => string | undefined} findBrought
 * @returns {{ node: string } | { refusal: string }}
 */
export function chooseNode(machine, argv, findBrought) {
  if (isOlder(machine.version, OLDEST)) {
    return {
      refusal: `joinery needs Node ${OLDEST.join(".")} or later and this is Node ${machine.version}: install Node 24 and run the same command again.`,
    };
  }
  const isEnough =
    (!needsHub(argv) || !isOlder(machine.version, OLDEST_FOR_HUB)) &&
    (!machine.runsSources || !isOlder(machine.version, OLDEST_FOR_SOURCES));
  if (isEnough) return { node: "here" };
  const brought = findBrought();
  if (brought !== undefined) return { node: brought };
  return {
    refusal: `joinery ${argv[0] ?? ""} starts a hub, which needs Node ${OLDEST_FOR_HUB.join(".")} or later; this is Node ${machine.version}, and none was brought along for ${machine.platform} (${machine.arch}): install Node 24 and run the same command again.`,
  };
}

/**
 * @param {string} version
 * @param {readonly number[]} oldest major and minor
 */
function isOlder(version, oldest) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}
