import { join } from 'node:path/posix';
import ts from 'typescript';
import type { Sources } from './sources.js';

/** What each file imports: paths relative to the root, of files that may not exist. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The imports among files of the repository; packages are left out. */
export function importGraph(sources: Sources): ImportGraph {
  return new Map(
    Array.from(sources, ([file, text]) => {
      const targets = specifiersOf(file, text).filter((specifier) => specifier.startsWith('.'));
      return [file, [...new Set(targets.map((specifier) => resolve(file, specifier, sources)))]];
    }),
  );
}

/**
 * Every module that a file names: in imports and exports, of types too, in `import()` as an expression and as a type,
 * and in JSDoc comments.
 */
export function specifiersOf(file: string, text: string): string[] {
  const found: string[] = [];
  const add = (node: ts.Node | undefined) => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push(node.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isJSDocImportTag(node)) {
      add(node.moduleSpecifier);
    } else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    // `forEachChild` leaves comments out.
    for (const comment of ts.getJSDocCommentsAndTags(node)) if (comment.parent === node) visit(comment);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** The file that a relative specifier means: `./x.js` is `x.ts`, or a script that is written in JavaScript. */
function resolve(from: string, specifier: string, sources: Sources): string {
  const path = join(from, '..', specifier.replace(/\?.*$/, ''));
  const typescript = path.replace(/\.js$/, '.ts');
  return sources.has(path) ? path : typescript;
}
