import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { writeGenerated } from "../docs/generated.ts";
import { GENERATED_DOCS } from "../docs/generated-docs.ts";
import { generateOpenApi, OPENAPI_FILE } from "../openapi.ts";
import { ROOT } from "../root.ts";
import { SCHEMA_FILE, writeSchemaFile } from "../schema-file.ts";

writeFileSync(OPENAPI_FILE, generateOpenApi());
console.log(`generated ${relative(ROOT, OPENAPI_FILE)}`);

await writeSchemaFile();
console.log(`generated ${relative(ROOT, SCHEMA_FILE)}`);

for (const docs of GENERATED_DOCS) {
  writeGenerated(ROOT, docs);
  console.log(`generated ${docs.name}`);
}
