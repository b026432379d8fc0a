import ts from 'typescript';

/** Functions without a tag that code for the audio thread may call: they neither allocate nor wait. */
const MAY_CALL: readonly RegExp[] = [
  // Arithmetic.
  /^Math\.\w+$/,
  /^NumberConstructor\.is(NaN|Finite|Integer|SafeInteger)$/,
  // Copies within existing memory. Not `subarray`, which allocates an object.
  /^(Float32|Float64|Int32|Uint32|Uint8)Array\.(set|fill|copyWithin)$/,
  // Shared memory. Not `wait`, which blocks.
  /^Atomics\.(load|store|add|exchange|compareExchange|notify)$/,
  // Lookups.
  /^(Readonly)?(Map|Set)\.(get|has)$/,
  // The only clock of the audio thread. It may box a number, which the load meter accepts while it has a listener.
  /^DateConstructor\.now$/,
];

/** Whether a function of the language or the browser, such as `Math.max`, may be called on the audio thread. */
export function mayCall(name: string): boolean {
  return MAY_CALL.some((pattern) => pattern.test(name));
}

/**
 * Why a node of the syntax tree is not allowed on the audio thread: it allocates, iterates, throws or waits; else null.
 */
export function forbiddenSyntax(node: ts.Node, checker: ts.TypeChecker): string | null {
  switch (node.kind) {
    case ts.SyntaxKind.NewExpression:
      return 'new';
    case ts.SyntaxKind.ObjectLiteralExpression:
      return 'an object literal';
    case ts.SyntaxKind.ArrayLiteralExpression:
      return 'an array literal';
    case ts.SyntaxKind.RegularExpressionLiteral:
      return 'a regular expression';
    case ts.SyntaxKind.BigIntLiteral:
      return 'a big integer';
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.FunctionExpression:
    case ts.SyntaxKind.FunctionDeclaration:
    case ts.SyntaxKind.ClassExpression:
    case ts.SyntaxKind.ClassDeclaration:
      return 'a closure';
    case ts.SyntaxKind.SpreadElement:
      return 'a spread';
    case ts.SyntaxKind.TemplateExpression:
    case ts.SyntaxKind.TaggedTemplateExpression:
      return 'a template string';
    case ts.SyntaxKind.ThrowStatement:
      return 'throw';
    case ts.SyntaxKind.ForOfStatement:
    case ts.SyntaxKind.ForInStatement:
    case ts.SyntaxKind.ArrayBindingPattern:
      return 'an iteration';
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.YieldExpression:
    case ts.SyntaxKind.AsyncKeyword:
      return 'waiting';
  }
  if ((ts.isParameter(node) || ts.isBindingElement(node)) && node.dotDotDotToken) return 'a rest';
  if (ts.isBinaryExpression(node) && joinsStrings(node, checker)) return 'a string being made';
  return null;
}

function joinsStrings({ left, right, operatorToken }: ts.BinaryExpression, checker: ts.TypeChecker): boolean {
  if (operatorToken.kind !== ts.SyntaxKind.PlusToken && operatorToken.kind !== ts.SyntaxKind.PlusEqualsToken) {
    return false;
  }
  const isString = (side: ts.Node) => (checker.getTypeAtLocation(side).flags & ts.TypeFlags.StringLike) !== 0;
  return isString(left) || isString(right);
}
