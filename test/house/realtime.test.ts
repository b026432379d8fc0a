import { describe, expect, test } from 'vitest';
import { programOfFolders, programOfText } from './support/programs.js';
import { checkRealtime } from './support/realtime-check.js';

describe('code for the audio thread', () => {
  test('functions with @realtime only do arithmetic and call only such functions', { timeout: 120_000 }, () => {
    const { tagged, exceptions, breaches } = checkRealtime(programOfFolders(['src', 'worklets', 'demo/worklets']));
    console.info([`${tagged.length} @realtime functions, ${exceptions.length} exceptions:`, ...exceptions].join('\n'));
    expect(breaches).toEqual([]);
    expect(tagged.length).toBeGreaterThan(50);
  });
});

/** The breaches in one file, without its name. */
function breachesOf(text: string): string[] {
  return checkRealtime(programOfText(text)).breaches.map((breach) => breach.replaceAll('memory.ts:', ''));
}

describe('a breach is caught', () => {
  const bodies: [string, string][] = [
    ['return new Float32Array(x);', 'new'],
    ['return { x };', 'an object literal'],
    ['return [x];', 'an array literal'],
    ['return () => x;', 'a closure'],
    ['function inner() { return x; }', 'a closure'],
    ['const { ...all } = numbers;', 'a rest'],
    [`return \`\${x}\`;`, 'a template string'],
    ["return 'x = ' + x;", 'a string being made'],
    ["let s = 'x'; s += x;", 'a string being made'],
    ['throw x;', 'throw'],
    ['for (const y of numbers) x += y;', 'an iteration'],
    ['for (const y in numbers) return y;', 'an iteration'],
    ['const [first] = numbers;', 'an iteration'],
    ['Math.max(...numbers);', 'a spread'],
    ['const digits = /x/;', 'a regular expression'],
    ['return numbers.subarray(x);', 'calls Float32Array.subarray, which is not on the list'],
    ['return numbers.slice(x);', 'calls Float32Array.slice, which is not on the list'],
    ['list.push(x);', 'calls Array.push, which is not on the list'],
    ['console.log(x);', 'calls Console.log, which is not on the list'],
    ['port.postMessage(numbers);', 'calls MessagePort.postMessage, which is not on the list'],
    ['callback();', 'calls callback, which is not tagged: 1'],
    ['list[0]();', 'calls list[0], which cannot be followed'],
    ['missing();', 'calls missing, which cannot be followed'],
  ];
  test.each(bodies)('in a body: %s', (body, breach) => {
    const parameters = 'numbers: Float32Array, list: any[], port: MessagePort, callback: () => void';
    expect(breachesOf(`/** @realtime */ function f(x: number, ${parameters}) {\n${body}\n}`)).toEqual([`2 ${breach}`]);
  });

  test('in the list of parameters', () => {
    expect(breachesOf('/** @realtime */ function f(...all: number[]) { return all; }')).toEqual(['1 a rest']);
    expect(breachesOf('/** @realtime */ function f(x = {}) { return x; }')).toEqual(['1 an object literal']);
  });

  test('in a function that waits', () => {
    expect(breachesOf('/** @realtime */ async function f() {}')).toEqual(['1 waiting']);
  });

  test('in a function that a constant or a field holds', () => {
    expect(breachesOf('/** @realtime */ const f = () => [];')).toEqual(['1 an array literal']);
    expect(breachesOf('class A {\n/** @realtime */\nf = () => []; }')).toEqual(['3 an array literal']);
  });

  test('in a call of a function without a tag', () => {
    const callee = 'calls g, which is not tagged: 1';
    expect(breachesOf('function g() {}\n/** @realtime */ function f() { g(); }')).toEqual([`2 ${callee}`]);
    expect(breachesOf('const g = () => {};\n/** @realtime */ function f() { g(); }')).toEqual([`2 ${callee}`]);
  });

  test('in a call of a method of one of several classes', () => {
    const source = `class A {
        /** @realtime */
        g() {}
      }
      class B { g() {} }
      /** @realtime */
      function f(x: A | B) { x.g(); }`;
    expect(breachesOf(source)).toEqual(['7 calls g, which is not tagged: 5']);
  });

  test('in getters and setters without a tag', () => {
    const source = (body: string) => `class A {
      get #x() { return 1; }
      set #x(x: number) {}
      get y() { return 1; }
      /** @realtime */
      f(other: A) { ${body} }
    }`;
    const [read, written] = ['6 calls #x, which is not tagged: 2', '6 calls #x, which is not tagged: 3'];
    expect(breachesOf(source('return this.#x;'))).toEqual([read]);
    expect(breachesOf(source('this.#x = 1;'))).toEqual([written]);
    expect(breachesOf(source('this.#x += 1;'))).toEqual([read, written]);
    expect(breachesOf(source('this.#x++;'))).toEqual([read, written]);
    expect(breachesOf(source('const { y: z } = other;'))).toEqual(['6 calls y, which is not tagged: 4']);
  });

  test('in a method of an interface without a tag', () => {
    const source = `interface A { g(): void }
      /** @realtime */
      function f(x: A) { x.g(); }`;
    expect(breachesOf(source)).toEqual(['3 calls g, which is not tagged: 1']);
  });

  test('in an implementation without a tag', () => {
    const source = (implementation: string) => `interface A {
        /** @realtime */
        g(): void
      }
      ${implementation}`;
    const breach = '5 implements g of 3, and is not tagged';
    expect(breachesOf(source('class B implements A { g() {} }'))).toEqual([breach]);
    expect(breachesOf(source('class B { g() {} }'))).toEqual([breach]);
    expect(breachesOf(source('class B { g = () => {}; }'))).toEqual([breach]);
    expect(breachesOf(source('const b: A = { g() {} };'))).toEqual([breach]);
    expect(breachesOf(source('const b: A = { g: () => {} };'))).toEqual([breach]);
    const tagged = 'class B implements A {\n/** @realtime */\ng() { return []; } }';
    expect(breachesOf(source(tagged))).toEqual(['7 an array literal']);
  });

  test('in a getter that implements a field of an interface', () => {
    const source = `
      interface A { readonly x: number }
      /** @realtime */ function f(a: A) { return a.x; }
      class B implements A { get x() { return 1; } }`;
    expect(breachesOf(source)).toEqual(['4 implements x of 2, and is not tagged']);
  });

  test('in a method that overrides a tagged one', () => {
    const source = `class A {
        /** @realtime */
        g() {}
      }
      class B extends A { override g() {} }`;
    expect(breachesOf(source)).toEqual(['5 overrides tagged g without a tag']);
  });

  test('in a processor', () => {
    const source = 'class P extends AudioWorkletProcessor { process() { return true; } }';
    expect(breachesOf(source)).toEqual(['1 `process` of a processor is not tagged']);
  });

  test('in an exception without a reason, and in a tag above no function', () => {
    expect(breachesOf('/** @realtime-exception */ function f() {}')).toEqual(['1 an exception without a reason']);
    expect(breachesOf('/** @realtime */ const x = 1;')).toEqual(['1 1 tags are written, 0 stand above functions']);
  });
});

test('code that keeps the rules passes', () => {
  const source = `
    interface Source {
      readonly gain: number;
      /** Next value. @realtime */
      next(): number;
    }
    class Counter implements Source {
      gain = 1;
      #x = 0;
      /** @realtime */
      get #next() { return this.#x + 1; }
      /**
       * Counts.
       *
       * @realtime
       */
      next() { this.#x = this.#next; return this.#x; }
    }
    /** @realtime-exception there is no more sound */
    function fail(error: unknown) { throw new Error(\`no sound: \${error}\`); }
    class P extends AudioWorkletProcessor {
      readonly #sources: Source[] = [new Counter()];
      /** @realtime */
      process(_inputs: Float32Array[][], outputs: Float32Array[][]) {
        const sources = this.#sources;
        const { length } = sources;
        const output = outputs[0][0];
        output.fill(0);
        for (let n = 0; n < length; n++) output[n] = Math.max(sources[n].next(), sources[n]!.gain);
        if (Number.isNaN(output[0])) fail('NaN');
        return true;
      }
    }`;
  expect(breachesOf(source)).toEqual([]);
});
