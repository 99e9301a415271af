/** Puts something into a spool and waits to be killed; or, as another process, says what was left behind. */
import process from "node:process";
import { fileSpool } from "@joinery/sdk/node";

const [doing, folder = ""] = process.argv.slice(2);
const spool = fileSpool(folder);
if (doing === "put") {
  await spool.put("kept", "sealed");
  await spool.put("removed", "sealed");
  await spool.remove("removed");
  console.log("put");
  setInterval(() => undefined, 60_000);
} else {
  console.log(JSON.stringify(await spool.list()));
}
