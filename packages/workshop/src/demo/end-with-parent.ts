/** Loaded into the processes that the demonstration starts: when it is gone, however it ended, they end too. */
process.once("disconnect", () => process.exit(0));
process.channel?.unref();
