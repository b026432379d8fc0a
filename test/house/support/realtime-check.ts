import { relative } from 'node:path/posix';
import ts from 'typescript';
import { forbiddenSyntax, mayCall } from './realtime-rules.js';
import { codeOf, isContract, realtimeTagOf } from './realtime-tags.js';
import { ROOT } from './sources.js';

/** Result of a check; each entry starts with its place, `file:line`. */
interface RealtimeReport {
  /** Functions and members of interfaces with the tag `@realtime`. */
  readonly tagged: string[];
  /** Functions with the tag `@realtime-exception`, each with its reason. */
  readonly exceptions: string[];
  readonly breaches: string[];
}

/**
 * Checks that functions tagged `@realtime` only do arithmetic and call only tagged functions, directly or through
 * interfaces, and that `process` of every AudioWorkletProcessor is tagged.
 */
export function checkRealtime(program: ts.Program): RealtimeReport {
  return new RealtimeCheck(program).run();
}

class RealtimeCheck {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  readonly #report: RealtimeReport = { tagged: [], exceptions: [], breaches: [] };
  /** Members of interfaces that are tagged or that tagged functions read: what implements them needs a tag. */
  readonly #contracts = new Map<string, Set<ts.Node>>();
  readonly #implementations: (ts.ClassLikeDeclaration | ts.ObjectLiteralExpression)[] = [];

  constructor(program: ts.Program) {
    this.#checker = program.getTypeChecker();
    this.#files = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  }

  run(): RealtimeReport {
    for (const file of this.#files) {
      const before = this.#report.tagged.length + this.#report.exceptions.length;
      this.#collect(file);
      const found = this.#report.tagged.length + this.#report.exceptions.length - before;
      const written = file.text.split('@realtime').length - 1;
      if (found !== written) this.#breach(file, `${written} tags are written, ${found} stand above functions`);
    }
    for (const implementation of this.#implementations) {
      if (ts.isObjectLiteralExpression(implementation)) this.#checkObject(implementation);
      else this.#checkClass(implementation);
    }
    return this.#report;
  }

  /** Collects tags, classes and object literals, and checks the bodies of tagged functions. */
  #collect(node: ts.Node): void {
    if (ts.isClassLike(node) || ts.isObjectLiteralExpression(node)) this.#implementations.push(node);
    if (isProcessor(node)) this.#checkRoot(node);
    const code = codeOf(node);
    const tag = code !== null || isContract(node) ? realtimeTagOf(node) : null;
    if (tag?.kind === 'realtime') {
      this.#report.tagged.push(placeOf(node));
      if (isContract(node)) this.#addContract(node);
      if (code !== null) this.#checkBody(code);
    } else if (tag?.kind === 'exception') {
      this.#report.exceptions.push(`${placeOf(node)} ${tag.reason}`);
      if (tag.reason === '') this.#breach(node, 'an exception without a reason');
    }
    ts.forEachChild(node, (child) => this.#collect(child));
  }

  #addContract(member: ts.Node): void {
    const name = nameOf(member);
    this.#contracts.set(name, (this.#contracts.get(name) ?? new Set()).add(member));
  }

  #checkRoot(processor: ts.ClassLikeDeclaration): void {
    const process = processor.members.find((member) => member.name?.getText() === 'process');
    if (process === undefined || realtimeTagOf(process)?.kind !== 'realtime') {
      this.#breach(processor, '`process` of a processor is not tagged');
    }
  }

  #checkBody(code: ts.FunctionLikeDeclaration): void {
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return;
      const forbidden = forbiddenSyntax(node, this.#checker);
      if (forbidden !== null) {
        this.#breach(node, forbidden);
        return;
      }
      if (ts.isCallExpression(node)) this.#checkCall(node);
      if (ts.isPropertyAccessExpression(node)) this.#checkAccess(node);
      if (ts.isObjectBindingPattern(node)) this.#checkPattern(node);
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(code, visit);
  }

  #checkCall(call: ts.CallExpression): void {
    const callee = withoutWrapping(call.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
    const declarations = ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? this.#declarationsOf(name) : [];
    if (declarations.length === 0) this.#breach(call, `calls ${callee.getText()}, which cannot be followed`);
    for (const declaration of declarations) this.#checkCallee(call, declaration);
  }

  #checkCallee(at: ts.Node, declaration: ts.Declaration): void {
    if (declaration.getSourceFile().isDeclarationFile) {
      const name = libraryName(declaration);
      if (!mayCall(name)) this.#breach(at, `calls ${name}, which is not on the list`);
    } else if ((codeOf(declaration) === null && !isContract(declaration)) || realtimeTagOf(declaration) === null) {
      this.#breach(at, `calls ${nameOf(declaration)}, which is not tagged: ${placeOf(declaration)}`);
    }
  }

  /** Access to a property is a call if it has a getter or setter. */
  #checkAccess(node: ts.PropertyAccessExpression): void {
    const written = isWritten(node);
    const read = !written || !isPlainAssignment(node.parent);
    this.#checkMember(node, this.#declarationsOf(node.name), read, written);
  }

  #checkPattern(pattern: ts.ObjectBindingPattern): void {
    const type = this.#checker.getTypeAtLocation(pattern);
    for (const element of pattern.elements) {
      const member = type.getProperty((element.propertyName ?? element.name).getText());
      this.#checkMember(element, member?.declarations ?? [], true, false);
    }
  }

  #checkMember(at: ts.Node, declarations: readonly ts.Declaration[], read: boolean, written: boolean): void {
    for (const declaration of declarations) {
      if (ts.isPropertySignature(declaration)) this.#addContract(declaration);
      if ((ts.isGetAccessor(declaration) && read) || (ts.isSetAccessor(declaration) && written)) {
        this.#checkCallee(at, declaration);
      }
    }
  }

  /** Checks every class that is assignable to an interface, even if it does not declare so. */
  #checkClass(implementation: ts.ClassLikeDeclaration): void {
    const type = this.#checker.getTypeAtLocation(implementation);
    for (const [name, contracts] of this.#contracts) {
      for (const member of type.getProperty(name)?.declarations ?? []) {
        for (const contract of contracts) {
          const fits = () => this.#checker.isTypeAssignableTo(type, this.#checker.getTypeAtLocation(contract.parent));
          if (violates(member, contract) && fits()) this.#breachOfContract(member, contract);
        }
      }
    }
    this.#checkOverrides(implementation);
  }

  #checkObject(object: ts.ObjectLiteralExpression): void {
    for (const member of object.properties) {
      const name = member.name?.getText() ?? '';
      for (const contract of this.#contracts.get(name) ?? []) {
        const expected = () => this.#checker.getContextualType(object)?.getProperty(name)?.declarations ?? [];
        if (violates(member, contract) && expected().some((declaration) => declaration === contract)) {
          this.#breachOfContract(member, contract);
        }
      }
    }
  }

  #breachOfContract(member: ts.Node, contract: ts.Node): void {
    this.#breach(member, `implements ${nameOf(contract)} of ${placeOf(contract)}, and is not tagged`);
  }

  #checkOverrides(implementation: ts.ClassLikeDeclaration): void {
    const type = this.#checker.getTypeAtLocation(implementation);
    const base = type.isClassOrInterface() ? this.#checker.getBaseTypes(type)[0] : undefined;
    for (const member of implementation.members) {
      const name = member.name?.getText() ?? '';
      const overridden = base?.getProperty(name)?.declarations?.some((declaration) => realtimeTagOf(declaration));
      if (overridden && realtimeTagOf(member) === null) this.#breach(member, `overrides tagged ${name} without a tag`);
    }
  }

  #declarationsOf(name: ts.Node): readonly ts.Declaration[] {
    const symbol = this.#checker.getSymbolAtLocation(name);
    if (symbol === undefined) return [];
    const original = symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    return original.declarations ?? [];
  }

  #breach(at: ts.Node, what: string): void {
    const breach = `${placeOf(at)} ${what}`;
    if (!this.#report.breaches.includes(breach)) this.#report.breaches.push(breach);
  }
}

/** Whether a member of a class or object lacks the tag that it needs if it implements a member of an interface. */
function violates(member: ts.Node, contract: ts.Node): boolean {
  const runsCode = realtimeTagOf(contract) === null ? ts.isAccessor(member) : !isContract(member);
  return runsCode && (codeOf(member) === null || realtimeTagOf(member) === null);
}

function isProcessor(node: ts.Node): node is ts.ClassLikeDeclaration {
  if (!ts.isClassLike(node)) return false;
  return node.heritageClauses?.some((clause) => clause.types[0].getText() === 'AudioWorkletProcessor') ?? false;
}

/** An expression without parentheses, `!` and `as`. */
function withoutWrapping(node: ts.Expression): ts.Expression {
  const wraps = ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node);
  return wraps ? withoutWrapping(node.expression) : node;
}

/** Whether an expression is assigned to, also by `+=` or `++`. */
function isWritten(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns && parent.left === node;
  }
  return (
    (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) &&
    (parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

function isPlainAssignment(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** Name of a library function with the type that declares it: `Math.max`, `Float32Array.set`. */
function libraryName(declaration: ts.Declaration): string {
  const { parent } = declaration;
  const owner = ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent) ? parent.name?.text : undefined;
  return owner === undefined ? nameOf(declaration) : `${owner}.${nameOf(declaration)}`;
}

function nameOf(node: ts.Node): string {
  return ts.getNameOfDeclaration(node as ts.Declaration)?.getText() ?? 'a nameless function';
}

function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${relative(ROOT, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
