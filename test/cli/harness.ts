import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach } from 'vitest';
import { run } from '../../src/cli/run.js';
import { decodeWav } from '../../src/wav/decode-wav.js';
import { encodeWav, type WavBits } from '../../src/wav/encode-wav.js';
import type { Sound } from '../../src/wav/sound.js';

/** As in the manifest. */
export const PACKAGE_VERSION: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version;

/** What a command left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A stream that keeps what is written to it. */
export class TextSink extends Writable {
  readonly isTTY: boolean;
  text = '';
  readonly #onText: () => void;

  constructor({ isTTY = false, onText = () => {} } = {}) {
    super();
    this.isTTY = isTTY;
    this.#onText = onText;
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.text += bytes.toString();
    this.#onText();
    done();
  }
}

/** Runs the command line in this process. */
export async function dilatone(
  argv: readonly string[],
  { stderr = new TextSink(), signal = new AbortController().signal } = {},
): Promise<Outcome> {
  const stdout = new TextSink();
  const code = await run(argv, { stdout, stderr, signal });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** A directory of its own for each test that asks for one. */
export class Sandbox {
  readonly path = mkdtempSync(join(tmpdir(), 'dilatone-test-'));

  file(name: string): string {
    return join(this.path, name);
  }

  write(name: string, bytes: Uint8Array | string): string {
    writeFileSync(this.file(name), bytes);
    return this.file(name);
  }

  writeWav(name: string, audio: Sound, bits: WavBits = '32f'): string {
    return this.write(name, encodeWav(audio, bits).bytes);
  }

  readWav(name: string): Sound {
    return decodeWav(new Uint8Array(readFileSync(this.file(name))), name);
  }

  folder(name: string): string {
    mkdirSync(this.file(name), { recursive: true });
    return this.file(name);
  }

  /** Everything in it, hidden files included. */
  names(): string[] {
    return readdirSync(this.path).sort();
  }
}

const sandboxes: Sandbox[] = [];

afterEach(() => {
  for (const { path } of sandboxes.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A new directory, removed after the test. */
export function sandbox(): Sandbox {
  const created = new Sandbox();
  sandboxes.push(created);
  return created;
}
