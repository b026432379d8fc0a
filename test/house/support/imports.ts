import { join } from 'node:path/posix';
import ts from 'typescript';
import type { Sources } from './sources.js';

/** Imports of each file: paths relative to the root, also of files that do not exist. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Finds the imports between files of the repository; imports of packages are left out. */
export function importGraph(sources: Sources): ImportGraph {
  return new Map(
    Array.from(sources, ([file, text]) => {
      const targets = specifiersOf(file, text).filter((specifier) => specifier.startsWith('.'));
      return [file, [...new Set(targets.map((specifier) => resolve(file, specifier, sources)))]];
    }),
  );
}

/**
 * Every module specifier in a file: in imports and exports, including those of types, in `import()` expressions and
 * types, and in JSDoc comments.
 */
function specifiersOf(file: string, text: string): string[] {
  const found: string[] = [];
  // Comments with imports are rare, and parsing all of them takes most of the time.
  const commentsImport = /\*.*\bimport\b/.test(text);
  const add = (node: ts.Node | undefined) => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push(node.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isJSDocImportTag(node)) {
      add(node.moduleSpecifier);
    } else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    // `forEachChild` skips comments.
    const comments = commentsImport ? ts.getJSDocCommentsAndTags(node) : [];
    for (const comment of comments) if (comment.parent === node) visit(comment);
    ts.forEachChild(node, visit);
  };
  const jsDocParsingMode = commentsImport ? ts.JSDocParsingMode.ParseAll : ts.JSDocParsingMode.ParseNone;
  visit(ts.createSourceFile(file, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode }, true));
  return found;
}

/** The file of a relative specifier: `./x.js` means `x.ts`, unless the script exists as it is named. */
function resolve(from: string, specifier: string, sources: Sources): string {
  const path = join(from, '..', specifier.replace(/\?.*$/, ''));
  const typescript = path.replace(/\.js$/, '.ts');
  return sources.has(path) ? path : typescript;
}
