import { type ReadSource, resolveImport, type SourceFile, type Statement } from "./source-file.ts";

type Exporting = Extract<Statement, { type: "ExportNamedDeclaration" }>;

/** Of several kinds of nodes those that may have this type. */
type Typed<Node extends { type: string }, Type extends string> = Node extends unknown
  ? [Extract<Node["type"], Type>] extends [never]
    ? never
    : Node
  : never;

export type Declaration = Typed<
  NonNullable<Exporting["declaration"]>,
  | "FunctionDeclaration"
  | "ClassDeclaration"
  | "TSInterfaceDeclaration"
  | "TSTypeAliasDeclaration"
  | "VariableDeclaration"
>;

/** A name that an entry exports, with the place where it is declared. */
export interface Exported {
  name: string;
  file: SourceFile;
  declaration: Declaration;
  /** The doc comment as it stands there. */
  doc: string;
}

/** Where to look. */
export interface Sources {
  root: string;
  read: ReadSource;
}

/** Finds everything that a file exports, through re-exports to the declarations, in the order of the file. */
export function findExports(path: string, sources: Sources): Exported[] {
  const file = sources.read(path);
  return file.body.flatMap((statement) => {
    if (statement.type === "ExportAllDeclaration") {
      throw new Error(`${path} exports all of another file: name what is exported`);
    }
    if (statement.type !== "ExportNamedDeclaration") return [];
    if (statement.declaration) return namesOf(statement.declaration).flatMap((name) => findDeclared(file, name) ?? []);
    return statement.specifiers.map(({ local, exported }) => {
      const found = statement.source
        ? followTo(file, statement.source.value, nameOf(local), sources)
        : findName(file, nameOf(local), sources);
      if (found === undefined) throw new Error(`${path} exports ${nameOf(local)}, which is declared nowhere`);
      return { ...found, name: nameOf(exported) };
    });
  });
}

/** Finds what a name means within a file: what it declares, or what it imports from this repository. */
export function findName(file: SourceFile, name: string, sources: Sources): Exported | undefined {
  const declared = findDeclared(file, name);
  if (declared !== undefined) return declared;
  for (const statement of file.body) {
    if (statement.type !== "ImportDeclaration") continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type !== "ImportSpecifier" || specifier.local.name !== name) continue;
      return followTo(file, statement.source.value, nameOf(specifier.imported), sources);
    }
  }
  return undefined;
}

function followTo(from: SourceFile, specifier: string, name: string, sources: Sources): Exported | undefined {
  const path = resolveImport(from.path, specifier, sources.root);
  if (path === undefined) return undefined;
  return findExports(path, sources).find((found) => found.name === name);
}

function findDeclared(file: SourceFile, name: string): Exported | undefined {
  for (const statement of file.body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (!declaration || !isDeclaration(declaration) || !namesOf(declaration).includes(name)) continue;
    return { name, file, declaration, doc: file.docBefore(statement.start) };
  }
  return undefined;
}

function isDeclaration(node: { type: string }): node is Declaration {
  return /^(FunctionDeclaration|ClassDeclaration|TSInterfaceDeclaration|TSTypeAliasDeclaration|VariableDeclaration)$/.test(
    node.type,
  );
}

function namesOf(declaration: { type: string }): string[] {
  if (!isDeclaration(declaration)) return [];
  if (declaration.type === "VariableDeclaration") {
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  }
  return declaration.id ? [declaration.id.name] : [];
}

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.name ?? String(node.value);
}
