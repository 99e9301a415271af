import type { Member } from "./declarations.ts";
import { type Declaration, type Exported, findName, type Sources } from "./find-exports.ts";
import type { SourceFile } from "./source-file.ts";

type Initializer = NonNullable<Extract<Declaration, { type: "VariableDeclaration" }>["declarations"][number]["init"]>;

/** A zod schema in the source: an expression in a file. */
export interface Schema {
  file: SourceFile;
  expression: Initializer;
}

/** What a schema lets through. */
export interface SchemaType {
  type: string;
  optional?: boolean;
  /** What `.describe()` says. */
  doc?: string;
  /** Of an object. */
  members?: readonly Member[];
}

/** The schema that a type is inferred from: `type User = z.infer<typeof user>`. */
export function schemaOf({ declaration, file }: Exported, sources: Sources): Schema | undefined {
  if (declaration.type !== "TSTypeAliasDeclaration") return undefined;
  const { typeAnnotation } = declaration;
  if (typeAnnotation.type !== "TSTypeReference" || typeAnnotation.typeName.type !== "TSQualifiedName") return undefined;
  const query = typeAnnotation.typeArguments?.params[0];
  if (query?.type !== "TSTypeQuery" || query.exprName.type !== "Identifier") return undefined;
  return schemaNamed(file, query.exprName.name, sources);
}

function schemaNamed(file: SourceFile, name: string, sources: Sources): Schema {
  const found = findName(file, name, sources);
  const declared = found?.declaration.type === "VariableDeclaration" ? found.declaration.declarations : [];
  const init = declared.find(({ id }) => id.type === "Identifier" && id.name === name)?.init;
  if (found === undefined || !init) throw new Error(`${file.path}: there is no schema ${name}`);
  return { file: found.file, expression: init };
}

/** Reads the type of a schema from how it is put together. Throws for a part that it does not know. */
export function readSchema({ file, expression }: Schema, sources: Sources): SchemaType {
  if (expression.type === "Identifier") return readNamed(file, expression.name, sources);
  if (expression.type !== "CallExpression" || expression.callee.type !== "MemberExpression")
    throw unknown(file, expression);
  const { object, property } = expression.callee;
  const method = property.type === "Identifier" ? property.name : "";
  const [argument] = expression.arguments;
  const source = file.text.slice(object.start, object.end);
  if (source !== "z" && source !== "z.iso") {
    const inner = readSchema({ file, expression: object }, sources);
    if (method === "nullable") return { ...inner, type: `${inner.type} | null` };
    if (method === "optional") return { ...inner, type: `${inner.type} | undefined`, optional: true };
    if (method === "describe" && argument?.type === "Literal") return { ...inner, doc: String(argument.value) };
    if (method === "transform") return transformed(inner, file, argument);
    return inner;
  }
  if (method === "array" && argument && argument.type !== "SpreadElement") {
    return { type: `${readSchema({ file, expression: argument }, sources).type}[]` };
  }
  if (method === "enum" && argument?.type === "ArrayExpression") {
    return { type: argument.elements.map((each) => each && file.text.slice(each.start, each.end)).join(" | ") };
  }
  if (method === "object" && argument?.type === "ObjectExpression") {
    const members = fieldsOf(file, argument, sources);
    const inline = members.map(({ name, optional, type }) => `${name}${optional ? "?" : ""}: ${type}`).join("; ");
    return { type: `{ ${inline} }`, members };
  }
  const type = { string: "string", url: "string", datetime: "string", int: "number", boolean: "boolean" }[method];
  if (type === undefined) throw unknown(file, expression);
  return { type };
}

/** A schema that was given a name: an object is called by the name of its type. */
function readNamed(file: SourceFile, name: string, sources: Sources): SchemaType {
  const schema = schemaNamed(file, name, sources);
  const read = readSchema(schema, sources);
  const called = typeInferredFrom(schema.file, name);
  return read.members === undefined || called === undefined ? read : { ...read, type: called };
}

function typeInferredFrom({ body, text }: SourceFile, name: string): string | undefined {
  for (const statement of body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : undefined;
    if (declaration?.type !== "TSTypeAliasDeclaration") continue;
    const { typeAnnotation, id } = declaration;
    if (text.slice(typeAnnotation.start, typeAnnotation.end) === `z.infer<typeof ${name}>`) return id.name;
  }
  return undefined;
}

type ObjectExpression = Extract<Initializer, { type: "ObjectExpression" }>;

/** The fields of an object, also those that it takes over from another with `...`. */
function fieldsOf(file: SourceFile, { properties }: ObjectExpression, sources: Sources): Member[] {
  const fields = properties.flatMap((each): Member[] => {
    if (each.type !== "SpreadElement") {
      const { optional = false, type, doc = "" } = readSchema({ file, expression: each.value }, sources);
      const name = file.text.slice(each.key.start, each.key.end);
      return [{ name, optional, type, doc: file.docBefore(each.start) || doc }];
    }
    if (each.argument.type !== "Identifier") throw unknown(file, each);
    const spread = schemaNamed(file, each.argument.name, sources);
    if (spread.expression.type !== "ObjectExpression") throw unknown(file, each);
    return fieldsOf(spread.file, spread.expression, sources);
  });
  // What stands below takes the place of what `...` brought.
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

/** The one transformation that there is folds aliases into their names, so that they are gone. */
function transformed(inner: SchemaType, file: SourceFile, by: { start: number; end: number } | undefined): SchemaType {
  if (!by || file.text.slice(by.start, by.end) !== "withoutAliases") throw unknown(file, by ?? { start: 0, end: 0 });
  const members = inner.members?.filter(({ doc }) => !doc.startsWith("Alias of ")) ?? [];
  return { ...inner, members };
}

function unknown(file: SourceFile, { start, end }: { start: number; end: number }): Error {
  return new Error(`${file.path}: the reference can't read the schema ${file.text.slice(start, end)}`);
}
