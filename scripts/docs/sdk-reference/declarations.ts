import type { Declaration, Exported, Sources } from "./find-exports.ts";
import { readSchema, schemaOf } from "./schemas.ts";
import type { SourceFile } from "./source-file.ts";

export type Kind = "function" | "class" | "interface" | "type" | "constant";

/** A member of an interface, a class or a schema. */
export interface Member {
  name: string;
  optional: boolean;
  type: string;
  doc: string;
}

/** What the reference shows of a declaration: no bodies, no values. */
export interface Shown {
  kind: Kind;
  signature: string;
  members: readonly Member[];
}

/** A place in a file. */
interface Ranged {
  start: number;
  end: number;
}
type FunctionNode = Extract<Declaration, { params: unknown }>;
type ClassNode = Extract<Declaration, { superClass: unknown }>;
type Parameter = FunctionNode["params"][number];
type Annotation = { typeAnnotation: Ranged } | null | undefined;

/** Reads what there is to show of an export. */
export function show(exported: Exported, sources: Sources): Shown {
  const { declaration, file, name } = exported;
  switch (declaration.type) {
    case "FunctionDeclaration": {
      const generics = sourceOf(file, declaration.typeParameters);
      const signature = `function ${name}${generics}${parametersOf(file, declaration.params)}: ${typeOf(file, declaration.returnType)}`;
      return { kind: "function", signature, members: [] };
    }
    case "TSInterfaceDeclaration": {
      const head = file.text.slice(declaration.start, declaration.body.start).trim();
      const members = declaration.body.body.flatMap((member) => interfaceMember(file, member));
      return { kind: "interface", signature: `${oneLine(head)} { … }`, members };
    }
    case "ClassDeclaration": {
      const head = file.text.slice(declaration.start, declaration.body.start).trim();
      const members = declaration.body.body.flatMap((member) => classMember(file, name, member));
      return { kind: "class", signature: `${oneLine(head)} { … }`, members };
    }
    case "TSTypeAliasDeclaration": {
      const schema = schemaOf(exported, sources);
      if (schema !== undefined) {
        const { type, members = [] } = readSchema(schema, sources);
        return { kind: "type", signature: `type ${name} = ${members.length > 0 ? "{ … }" : type}`, members };
      }
      return { kind: "type", signature: sourceOf(file, declaration).replace(/;$/, ""), members: [] };
    }
    default: {
      if (!("declarations" in declaration)) throw new Error(`${file.path}: ${name} is no declaration`);
      const found = declaration.declarations.find(({ id }) => id.type === "Identifier" && id.name === name);
      const annotation = found?.id.type === "Identifier" ? found.id.typeAnnotation : undefined;
      return { kind: "constant", signature: `const ${name}: ${typeOf(file, annotation)}`, members: [] };
    }
  }
}

type InterfaceMember = Extract<Declaration, { type: "TSInterfaceDeclaration" }>["body"]["body"][number];
type ClassMember = ClassNode["body"]["body"][number];

function interfaceMember(file: SourceFile, member: InterfaceMember): Member[] {
  const doc = file.docBefore(member.start);
  if (member.type === "TSPropertySignature") {
    const type = oneLine(typeOf(file, member.typeAnnotation));
    return [{ name: sourceOf(file, member.key), optional: member.optional, type, doc }];
  }
  if (member.type === "TSMethodSignature") {
    const type = oneLine(`${parametersOf(file, member.params)} => ${typeOf(file, member.returnType)}`);
    return [{ name: sourceOf(file, member.key), optional: member.optional, type, doc }];
  }
  throw new Error(`${file.path}: the reference does not know members like ${member.type}`);
}

/** What a class that is thrown overrides in `Error`; the value says it all. */
const NAME_OF_AN_ERROR = "Tells it from other errors, whatever copy of the package they come from.";

/** Of a class: its constructor, and what is neither private nor there for printers only. */
function classMember(file: SourceFile, className: string, member: ClassMember): Member[] {
  if (!("key" in member) || member.computed || member.key.type === "PrivateIdentifier") return [];
  const doc = file.docBefore(member.start);
  const name = sourceOf(file, member.key);
  if ("kind" in member) {
    const { params, returnType } = member.value;
    const isConstructor = member.kind === "constructor";
    const answer = isConstructor ? className : typeOf(file, returnType);
    const type = oneLine(`${parametersOf(file, params)} => ${answer}`);
    return [{ name: isConstructor ? "new" : name, optional: false, type, doc }];
  }
  if (member.override && name === "name") {
    return [{ name, optional: false, type: `"${className}"`, doc: NAME_OF_AN_ERROR }];
  }
  const optional = "optional" in member && member.optional === true;
  return [{ name, optional, type: oneLine(typeOf(file, member.typeAnnotation)), doc }];
}

function parametersOf(file: SourceFile, params: readonly Parameter[]): string {
  return `(${params.map((parameter) => parameterOf(file, parameter)).join(", ")})`;
}

/** What is taken apart at once has no name in the source: it is called after its type. */
function parameterOf(file: SourceFile, parameter: Parameter): string {
  if (parameter.type === "TSParameterProperty") throw new Error(`${file.path} has a parameter property`);
  if (parameter.type === "RestElement") return sourceOf(file, parameter);
  const isGiven = parameter.type !== "AssignmentPattern";
  const pattern = isGiven ? parameter : parameter.left;
  const type = typeOf(file, pattern.typeAnnotation);
  const name = pattern.type === "Identifier" ? pattern.name : nameAfter(type);
  const isOptional = !isGiven || (pattern.type === "Identifier" && pattern.optional);
  return `${name}${isOptional ? "?" : ""}: ${type}`;
}

function nameAfter(type: string): string {
  const lastWord = /^\w*?([A-Z][a-z]+)$/.exec(type)?.[1];
  return lastWord?.toLowerCase() ?? "options";
}

function typeOf(file: SourceFile, annotation: Annotation): string {
  if (!annotation) throw new Error(`${file.path} exports something without saying its type`);
  return sourceOf(file, annotation.typeAnnotation);
}

function sourceOf(file: SourceFile, node: Ranged | null | undefined): string {
  return node ? file.text.slice(node.start, node.end) : "";
}

function oneLine(code: string): string {
  return code.replaceAll(/\s+/g, " ").replaceAll(/\( /g, "(").replaceAll(/,? \)/g, ")").replaceAll(/; }/g, " }").trim();
}
