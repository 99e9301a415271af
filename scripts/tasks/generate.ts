import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { generateOpenApi, OPENAPI_FILE } from "../openapi.ts";
import { ROOT } from "../root.ts";

writeFileSync(OPENAPI_FILE, generateOpenApi());
console.log(`generated ${relative(ROOT, OPENAPI_FILE)}`);
