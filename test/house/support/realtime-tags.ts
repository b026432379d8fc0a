import ts from 'typescript';

/**
 * What a doc comment says of a function: `realtime` ones only do arithmetic; a `realtime-exception` may allocate, and
 * is called from the audio thread in exceptional cases only, for the reason that it states.
 */
export type RealtimeTag = { readonly kind: 'realtime' } | { readonly kind: 'exception'; readonly reason: string };

/** The tag of a function, method, accessor, or of a method's declaration in an interface. */
export function realtimeTagOf(declaration: ts.Node): RealtimeTag | null {
  const comment = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc).at(-1);
  const tag = /@realtime(-exception)?\b([^\n]*)/.exec(comment?.getText() ?? '');
  if (tag === null) return null;
  if (tag[1] === undefined) return { kind: 'realtime' };
  return { kind: 'exception', reason: tag[2].replace('*/', '').trim() };
}

/** A function that can be checked: its code, under the declaration that callers see. */
export interface TaggedFunction {
  readonly declaration: ts.Node;
  readonly code: ts.FunctionLikeDeclaration;
  readonly tag: RealtimeTag;
}

/** The code that a declaration stands for: its own body, or the function that a constant or field holds. */
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

/** Whether a declaration promises what others implement: a member of an interface or type, or an abstract method. */
export function isContract(declaration: ts.Node): boolean {
  if (ts.isMethodSignature(declaration) || ts.isPropertySignature(declaration)) return true;
  return ts.isMethodDeclaration(declaration) && declaration.body === undefined;
}
