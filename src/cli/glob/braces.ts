/** Patterns that one stands for, at most: more than anybody writes by hand; thirty pairs in a row would be a thousand million. */
export const MOST_PATTERNS = 1000;

/**
 * The patterns that the braces of a pattern stand for: `{a,b}.wav` and `take{1..3}.wav`. Null if there are too many. Braces
 * without a comma or a range, or without their other half, are themselves.
 */
export function expandBraces(pattern: string): string[] | null {
  const done: string[] = [];
  const open = [{ text: pattern, from: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const group = firstGroup(next.text, next.from);
    if (group === null) done.push(next.text);
    else if (done.length + open.length + group.choices.length > MOST_PATTERNS) return null;
    else {
      const { start, end, choices } = group;
      // Backwards, because the last one is taken first.
      for (const choice of choices.reverse()) {
        open.push({ text: next.text.slice(0, start) + choice + next.text.slice(end), from: start });
      }
    }
  }
  return done;
}

/** A pair of braces, and what may stand in its place. */
interface Group {
  readonly start: number;
  readonly end: number;
  readonly choices: string[];
}

function firstGroup(text: string, from: number): Group | null {
  const ends = closingBraces(text);
  for (let start = from; start < text.length; start++) {
    if (text[start] === '\\') start++;
    const end = text[start] === '{' ? ends.get(start) : undefined;
    if (end === undefined) continue;
    const choices = choicesOf(text.slice(start + 1, end));
    if (choices !== null) return { start, end: end + 1, choices };
  }
  return null;
}

/** Where each opening brace is closed. */
function closingBraces(text: string): Map<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '{') open.push(at);
    else if (text[at] === '}' && open.length > 0) ends.set(open.pop() as number, at);
  }
  return ends;
}

function choicesOf(content: string): string[] | null {
  const choices = [''];
  let depth = 0;
  for (let at = 0; at < content.length; at++) {
    const letter = content[at];
    if (letter === '{') depth++;
    if (letter === '}') depth--;
    if (letter === ',' && depth === 0) choices.push('');
    else choices[choices.length - 1] += letter === '\\' ? letter + (content[++at] ?? '') : letter;
  }
  return choices.length > 1 ? choices : rangeOf(content);
}

/** `1..3`, `08..12` (with leading zeros) or `a..e`. */
function rangeOf(content: string): string[] | null {
  const numbers = /^(-?\d{1,15})\.\.(-?\d{1,15})$/.exec(content);
  const letters = /^([A-Za-z])\.\.([A-Za-z])$/.exec(content);
  const [, first, last] = numbers ?? letters ?? [];
  if (first === undefined) return null;
  const numberOf = (text: string) => (numbers ? Number(text) : text.charCodeAt(0));
  const [start, end] = [numberOf(first), numberOf(last)];
  const width = /^0\d/.test(first) || /^0\d/.test(last) ? Math.max(first.length, last.length) : 0;
  const write = (value: number) => (numbers ? String(value).padStart(width, '0') : String.fromCharCode(value));
  const count = Math.min(Math.abs(end - start) + 1, MOST_PATTERNS + 1);
  return Array.from({ length: count }, (_, n) => write(start + Math.sign(end - start) * n));
}
