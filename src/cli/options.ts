import { UsageError } from './usage-error.js';

/** Values by option name, as cac gives them: true without a value, a list where the option is repeated. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** Reads the options of one command; what is wrong with them is thrown as a UsageError. */
export class Options {
  readonly #command: string;
  readonly #raw: RawOptions;

  constructor(command: string, raw: RawOptions) {
    this.#command = command;
    this.#raw = raw;
    // cac keeps what follows `--` out of its checks.
    const extras = raw['--'] as readonly string[];
    if (extras.length > 0) this.fail(`expected nothing after --, got ${plain(extras[0])}`);
  }

  /** Whether an option without a value is given. */
  has(name: string): boolean {
    return this.#raw[name] === true;
  }

  /** The texts after each mention of an option. */
  texts(name: string): string[] {
    const value = this.#raw[camelCase(name)];
    if (value === undefined) return [];
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.map((text) => {
      return typeof text === 'string' ? plain(text) : this.fail(`--${name}: expected one value, got something else`);
    });
  }

  /** The text after an option; undefined where the option is not given. */
  text(name: string): string | undefined {
    const texts = this.texts(name);
    if (texts.length > 1) this.fail(`--${name}: expected one value, got ${texts.length}`);
    return texts[0];
  }

  /** The path after an option, which is not empty. */
  path(name: string, expected = 'a file'): string {
    return this.text(name) || this.fail(`--${name}: expected ${expected}, got nothing`);
  }

  /** One of several words, or the preset where the option is not given. */
  choice<T extends string>(name: string, choices: readonly T[], preset: T): T {
    const text = this.text(name) ?? preset;
    const found = choices.find((candidate) => candidate === text);
    return found ?? this.fail(`--${name}: expected ${listed(choices)}, got ${text || 'nothing'}`);
  }

  /** A number without a sign or an exponent, at most so great; undefined where the option is not given. */
  number(name: string, pattern: RegExp, most: number, expected: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (pattern.test(text) && Number(text) <= most) return Number(text);
    return this.fail(`--${name}: expected ${expected}, got ${text || 'nothing'}`);
  }

  /** A positive integer; undefined where the option is not given. */
  count(name: string): number | undefined {
    return this.number(name, /^0*[1-9]\d*$/, Number.MAX_SAFE_INTEGER, 'a positive integer');
  }

  /** Throws a UsageError for this command. */
  fail(message: string): never {
    throw new UsageError(this.#command, message);
  }
}

/**
 * cac makes a number of all that looks like one (the file 007 becomes 7) and an option of all that begins with a dash
 * (as in --size -1). Behind a NUL, which no argument can hold, a number stays as it was written.
 */
export function protectNumber(argument: string): string {
  if (Number.isFinite(Number(argument))) return `\0${argument}`;
  const [name, ...rest] = argument.split('=');
  const value = rest.join('=');
  return rest.length > 0 && name.startsWith('--') && Number.isFinite(Number(value)) ? `${name}=\0${value}` : argument;
}

/** The text as the user wrote it. */
export function plain(text: string): string {
  return text.replaceAll('\0', '');
}

/** cac's name for an option: `--out-dir` as outDir. */
function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** “16, 24 or 32f”. */
export function listed(choices: readonly string[]): string {
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
