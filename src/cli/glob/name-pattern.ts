import { DilatoneError } from '../../errors.js';

/** A part of a pattern for one name. */
type Part =
  | { readonly kind: 'letter'; readonly letter: string }
  | { readonly kind: 'any' | 'star' }
  | { readonly kind: 'class'; readonly inside: boolean; readonly ranges: readonly (readonly [string, string])[] }
  | Group;

/** Patterns in round brackets, and how often one of them may come: `!` is anything but one of them. */
interface Group {
  readonly kind: '?' | '*' | '+' | '@' | '!';
  readonly choices: readonly (readonly Part[])[];
}

/**
 * A pattern for the name of a file or folder: `*`, `?`, `[a-z]`, `[!a-z]`, and the groups `?(a|b)`, `*()`, `+()`, `@()` and `!()`
 * of shells. A backslash takes what follows for itself. Names with a dot in front need a dot in the pattern.
 *
 * It follows all ways to match at once. Regular expressions try one after the other, for centuries where stars are many.
 */
export class NamePattern {
  /** The only name that matches, if the pattern has no wildcards; otherwise null. */
  readonly literal: string | null;
  readonly #text: string;
  readonly #parts: readonly Part[];

  constructor(text: string) {
    const parts = new Parser(text).parts();
    const letters = parts.flatMap((part) => (part.kind === 'letter' ? [part.letter] : []));
    this.literal = letters.length === parts.length ? letters.join('') : null;
    this.#text = text;
    this.#parts = parts;
  }

  /** Throws a DilatoneError `limit` where groups within groups make too many ways. */
  matches(name: string): boolean {
    const letters = Array.from(name);
    const [first] = this.#parts;
    if (name.startsWith('.') && !(first?.kind === 'letter' && first.letter === '.')) return false;
    return new Match(this.#text, letters).ends(this.#parts, 1n) >> BigInt(letters.length) === 1n;
  }
}

/** Steps for one name, at most; a part of the pattern is one, and in groups one for each turn. */
const MOST_STEPS = 2 ** 18;

/** Finds where parts of a pattern can end in a name. Sets of positions are integers: bit n is the position before letter n. */
class Match {
  readonly #pattern: string;
  readonly #letters: readonly string[];
  readonly #all: bigint;
  /** Positions before letters that fit, by the part that they fit. */
  readonly #fitting = new Map<Part, bigint>();
  #steps = 0;

  constructor(pattern: string, letters: readonly string[]) {
    this.#pattern = pattern;
    this.#letters = letters;
    this.#all = (1n << BigInt(letters.length + 1)) - 1n;
  }

  ends(parts: readonly Part[], starts: bigint): bigint {
    let positions = starts;
    for (const part of parts) {
      if (positions === 0n) break;
      if (++this.#steps > MOST_STEPS) {
        throw new DilatoneError('limit', this.#pattern, `expected at most ${MOST_STEPS} steps for a name, got more`);
      }
      positions = this.#step(part, positions);
    }
    return positions;
  }

  #step(part: Part, starts: bigint): bigint {
    if ('choices' in part) return part.kind === '!' ? this.#others(part, starts) : this.#group(part, starts);
    if (part.kind === 'star') return this.#from(starts);
    return (starts & this.#before(part)) << 1n;
  }

  #group({ kind, choices }: Group, starts: bigint): bigint {
    let ends = kind === '?' || kind === '*' ? starts : 0n;
    for (let fresh = starts; fresh !== 0n; ) {
      const once = choices.reduce((sum, choice) => sum | this.ends(choice, fresh), 0n);
      fresh = kind === '+' || kind === '*' ? once & ~ends : 0n;
      ends |= once;
    }
    return ends;
  }

  /** What a group leaves depends on where it begins, so that each position is followed alone. */
  #others({ choices }: Group, starts: bigint): bigint {
    let ends = 0n;
    for (let rest = starts; rest !== 0n; rest &= rest - 1n) {
      const start = rest & -rest;
      ends |= this.#from(start) & ~choices.reduce((sum, choice) => sum | this.ends(choice, start), 0n);
    }
    return ends;
  }

  /** All positions from the first one on. */
  #from(starts: bigint): bigint {
    return -(starts & -starts) & this.#all;
  }

  #before(part: Exclude<Part, Group>): bigint {
    const known = this.#fitting.get(part);
    if (known !== undefined) return known;
    const bits = this.#letters.map((letter) => (fits(part, letter) ? '1' : '0')).reverse();
    const before = BigInt(`0b0${bits.join('')}`);
    this.#fitting.set(part, before);
    return before;
  }
}

function fits(part: Exclude<Part, Group>, letter: string): boolean {
  if (part.kind === 'letter') return letter === part.letter;
  return part.kind !== 'class' || part.ranges.some(([low, high]) => letter >= low && letter <= high) === part.inside;
}

/** The brackets of deeper groups are letters. */
const MOST_NESTED = 8;

class Parser {
  readonly #letters: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#letters = Array.from(text);
  }

  /** Reads until the end, or in a group until `|` or `)`. */
  parts(depth = 0): Part[] {
    const parts: Part[] = [];
    while (this.#at < this.#letters.length) {
      const letter = this.#letters[this.#at];
      if (depth > 0 && (letter === '|' || letter === ')')) break;
      const part = this.#group(letter, depth) ?? this.#single(letter);
      // Several stars in a row are one.
      if (part.kind !== 'star' || parts.at(-1)?.kind !== 'star') parts.push(part);
    }
    return parts;
  }

  #single(letter: string): Part {
    this.#at++;
    if (letter === '*') return { kind: 'star' };
    if (letter === '?') return { kind: 'any' };
    if (letter === '\\') return { kind: 'letter', letter: this.#letters[this.#at++] ?? letter };
    return (letter === '[' ? this.#class() : null) ?? { kind: 'letter', letter };
  }

  /** A group, if there is a whole one here. */
  #group(letter: string, depth: number): Group | null {
    const start = this.#at;
    if (!isGroupKind(letter) || this.#letters[start + 1] !== '(' || depth === MOST_NESTED) return null;
    const choices: Part[][] = [];
    for (this.#at++; this.#letters[this.#at] !== ')'; ) {
      this.#at++;
      choices.push(this.parts(depth + 1));
      if (this.#at < this.#letters.length) continue;
      this.#at = start;
      return null;
    }
    this.#at++;
    return { kind: letter, choices };
  }

  /** The class behind an opening bracket; null, and nothing is read, if no bracket closes it. */
  #class(): Part | null {
    const letters = this.#letters;
    const inside = letters[this.#at] !== '!' && letters[this.#at] !== '^';
    const first = inside ? this.#at : this.#at + 1;
    const ranges: [string, string][] = [];
    for (let at = first; at < letters.length; at++) {
      // A closing bracket at the start is a letter.
      if (letters[at] === ']' && at > first) {
        this.#at = at + 1;
        return { kind: 'class', inside, ranges };
      }
      if (letters[at] === '\\') at++;
      const isRange = letters[at + 1] === '-' && letters[at + 2] !== ']' && at + 2 < letters.length;
      ranges.push([letters[at], letters[isRange ? at + 2 : at]]);
      if (isRange) at += 2;
    }
    return null;
  }
}

function isGroupKind(letter: string): letter is Group['kind'] {
  return ['?', '*', '+', '@', '!'].includes(letter);
}
