/** An option as a command describes it. */
export interface OptionSpec {
  /** The long name, without dashes. */
  readonly name: string;
  /** What the help calls the value, in angle brackets; an option without it is a switch. */
  readonly value?: string;
  readonly help: string;
}

/** The user wrote a command line that the program does not understand. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** The command that the line is for; null if it names none. */
  readonly command: string | null;

  constructor(command: string | null, message: string) {
    super(message);
    this.command = command;
  }
}

/** An option as the user wrote it. */
interface WrittenOption {
  readonly name: string;
  /** With its dashes. */
  readonly rawName: string;
  readonly value?: string;
  /** True for `--name=value`. */
  readonly inlineValue?: boolean;
}

/** Operands and options of one command. Throws a UsageError for those that are missing, unknown or wrong. */
export class Options {
  /** Words that are not options. */
  readonly operands: readonly string[];
  readonly #command: string;
  readonly #switches = new Map<string, boolean>();
  readonly #texts = new Map<string, string[]>();

  constructor(
    command: string,
    specs: readonly OptionSpec[],
    operands: readonly string[],
    written: readonly WrittenOption[],
  ) {
    this.#command = command;
    this.operands = operands;
    for (const option of written) this.#add(option, specs);
  }

  /** True if a switch is on. */
  has(name: string): boolean {
    return this.#switches.get(name) ?? false;
  }

  /** The values of an option, in the order of the command line. */
  texts(name: string): readonly string[] {
    return this.#texts.get(name) ?? [];
  }

  /** The value of an option; undefined if the option is not given. */
  text(name: string): string | undefined {
    const texts = this.texts(name);
    if (texts.length > 1) this.fail(`--${name}: expected one value, got ${texts.length}`);
    return texts[0];
  }

  /** A path, which must be given and not empty. */
  path(name: string, expected = 'a file'): string {
    return this.text(name) || this.fail(`--${name}: expected ${expected}, got nothing`);
  }

  /** An operand, which must not be empty. */
  operand(index: number, expected: string): string {
    return this.operands[index] || this.fail(`expected ${expected}, got nothing`);
  }

  /** One of several words, or the preset if the option is not given. */
  choice<T extends string>(name: string, choices: readonly T[], preset: T): T {
    const text = this.text(name) ?? preset;
    const found = choices.find((candidate) => candidate === text);
    return found ?? this.fail(`--${name}: expected ${listed(choices)}, got ${text || 'nothing'}`);
  }

  /** A number in a notation that `pattern` allows, at most `most`; undefined if the option is not given. */
  number(name: string, pattern: RegExp, most: number, expected: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (pattern.test(text) && Number(text) <= most) return Number(text);
    return this.fail(`--${name}: expected ${expected}, got ${text || 'nothing'}`);
  }

  /** A positive integer; undefined if the option is not given. */
  count(name: string): number | undefined {
    return this.number(name, /^0*[1-9]\d*$/, Number.MAX_SAFE_INTEGER, 'a positive integer');
  }

  /** A number from 0 to 1; undefined if the option is not given. */
  share(name: string): number | undefined {
    return this.number(name, /^(\d+\.?\d*|\.\d+)$/, 1, 'a number from 0 to 1');
  }

  /** Throws a UsageError for this command. */
  fail(message: string): never {
    throw new UsageError(this.#command, message);
  }

  #add({ name, rawName, value, inlineValue }: WrittenOption, specs: readonly OptionSpec[]): void {
    const spec = specs.find((candidate) => candidate.name === name);
    if (!spec) {
      // `--size.x 1` sets a field of an object in some programs, but not here.
      const owner = specs.find((candidate) => name.startsWith(`${candidate.name}.`));
      this.fail(owner ? `--${owner.name}: expected one value, got something else` : `unknown option ${rawName}`);
    }
    if (spec.value === undefined) {
      if (value !== undefined && value !== 'true' && value !== 'false') {
        this.fail(`--${name}: expected no value, got ${value || 'nothing'}`);
      }
      this.#switches.set(name, (value ?? 'true') === 'true' && rawName !== `--no-${name}`);
      return;
    }
    // A negative number is a value; any other word with a dash before it is the next option.
    if (value === undefined || (!inlineValue && /^-[^\d.]/.test(value))) {
      this.fail(`option --${name} ${spec.value} value is missing`);
    }
    this.#texts.set(name, [...this.texts(name), value]);
  }
}

/** “16, 24 or 32f”. */
export function listed(choices: readonly string[]): string {
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
