import ts from 'typescript';

/**
 * A function's tag in its doc comment. `@realtime`: it only does arithmetic. `@realtime-exception REASON`: it may
 * allocate, and the audio thread calls it only in exceptional cases.
 */
type RealtimeTag = { readonly kind: 'realtime' } | { readonly kind: 'exception'; readonly reason: string };

/** The tag of a function, method or accessor, or of an interface's member. */
export function realtimeTagOf(declaration: ts.Node): RealtimeTag | null {
  const comment = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc).at(-1);
  const tag = /@realtime(-exception)?\b([^\n]*)/.exec(comment?.getText() ?? '');
  if (tag === null) return null;
  if (tag[1] === undefined) return { kind: 'realtime' };
  return { kind: 'exception', reason: tag[2].replace('*/', '').trim() };
}

/** The function that a declaration gives a name: itself, or the one that a constant or field holds. */
export function codeOf(declaration: ts.Node): ts.FunctionLikeDeclaration | null {
  if (
    ts.isFunctionDeclaration(declaration) ||
    ts.isMethodDeclaration(declaration) ||
    ts.isAccessor(declaration) ||
    ts.isConstructorDeclaration(declaration)
  ) {
    return declaration.body ? declaration : null;
  }
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) {
    return functionIn(declaration.initializer);
  }
  if (ts.isPropertyAssignment(declaration)) return functionIn(declaration.initializer);
  return null;
}

function functionIn(value: ts.Expression | undefined): ts.FunctionLikeDeclaration | null {
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : null;
}

/**
 * Whether a declaration has no code and others implement it: a member of an interface or type, or an abstract method.
 */
export function isContract(declaration: ts.Node): boolean {
  if (ts.isMethodSignature(declaration) || ts.isPropertySignature(declaration)) return true;
  return ts.isMethodDeclaration(declaration) && declaration.body === undefined;
}
