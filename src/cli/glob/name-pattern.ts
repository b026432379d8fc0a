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
 * It follows all ways to match at once, so that the time grows with the product of the lengths: regular expressions try one
 * after the other, for centuries where stars are many.
 */
export class NamePattern {
  /** The only name that matches, if the pattern has no wildcards; otherwise null. */
  readonly literal: string | null;
  readonly #parts: readonly Part[];

  constructor(text: string) {
    const parts = new Parser(text).parts();
    const letters = parts.flatMap((part) => (part.kind === 'letter' ? [part.letter] : []));
    this.literal = letters.length === parts.length ? letters.join('') : null;
    this.#parts = parts;
  }

  matches(name: string): boolean {
    const letters = Array.from(name);
    const [first] = this.#parts;
    if (name.startsWith('.') && !(first?.kind === 'letter' && first.letter === '.')) return false;
    return new Match(letters).ends(this.#parts, [0]).has(letters.length);
  }
}

/** Finds where parts of a pattern can end in a name, from given positions. */
class Match {
  readonly #letters: readonly string[];
  /** Where groups end, by the position where they begin. */
  readonly #known = new Map<Group, Map<number, ReadonlySet<number>>>();

  constructor(letters: readonly string[]) {
    this.#letters = letters;
  }

  ends(parts: readonly Part[], starts: Iterable<number>): ReadonlySet<number> {
    let positions: ReadonlySet<number> = new Set(starts);
    for (const part of parts) {
      if (positions.size === 0) break;
      positions = this.#step(part, positions);
    }
    return positions;
  }

  #step(part: Part, starts: ReadonlySet<number>): ReadonlySet<number> {
    if (part.kind === 'star') return new Set(this.#from(Math.min(...starts)));
    const ends = new Set<number>();
    for (const start of starts) {
      if ('choices' in part) for (const end of this.#groupEnds(part, start)) ends.add(end);
      else if (start < this.#letters.length && fits(part, this.#letters[start])) ends.add(start + 1);
    }
    return ends;
  }

  #groupEnds(group: Group, start: number): ReadonlySet<number> {
    const known = this.#known.get(group) ?? new Map<number, ReadonlySet<number>>();
    this.#known.set(group, known);
    const ends = known.get(start) ?? this.#findGroupEnds(group, start);
    known.set(start, ends);
    return ends;
  }

  #findGroupEnds({ kind, choices }: Group, start: number): ReadonlySet<number> {
    const once = (from: number) => choices.flatMap((choice) => [...this.ends(choice, [from])]);
    const ends = new Set(once(start));
    // Reading a set also gives what is added meanwhile.
    if (kind === '+' || kind === '*') for (const end of ends) for (const next of once(end)) ends.add(next);
    if (kind === '?' || kind === '*') ends.add(start);
    return kind === '!' ? new Set(this.#from(start).filter((end) => !ends.has(end))) : ends;
  }

  /** All positions from one on. */
  #from(start: number): number[] {
    return Array.from({ length: this.#letters.length - start + 1 }, (_, n) => start + n);
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
