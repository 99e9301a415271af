import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as source from "../packages/contract/src/openapi.ts";
import { ROOT } from "./root.ts";

/** The committed description of the API, generated from the schemas. */
export const OPENAPI_FILE = join(ROOT, "packages/contract/openapi.json");

/** Generates the text of the committed description. */
export function generateOpenApi(): string {
  return `${JSON.stringify(source.createOpenApi(), null, 2)}\n`;
}

/** Whether the committed description says what the schemas say. */
export function isOpenApiCurrent(): boolean {
  return readFileSync(OPENAPI_FILE, "utf8") === generateOpenApi();
}
