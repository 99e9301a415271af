/**
 * Ends this task when the launcher is gone without having passed on a signal (it was killed): the channel between the
 * two closes then. Goes through SIGTERM, so that a task needs one way to end only.
 */
export function endWithLauncher(): void {
  if (process.channel === undefined) return;
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
