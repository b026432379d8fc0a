import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { installInto } from './packed-package.js';

const CONSUMERS = fileURLToPath(new URL('..', import.meta.url));

/** Not that of a test run, in which some tools build for development. */
const env = { ...process.env, NODE_ENV: 'production' };

/** A copy of one of the consumers beside this folder, outside of the repository, with its packages installed. */
export class Project {
  readonly folder: string;
  readonly #name: string;

  constructor(name: string) {
    const { folder, packed } = inject('consumers');
    this.#name = name;
    this.folder = join(folder, name);
    cpSync(join(CONSUMERS, name), this.folder, { recursive: true });
    installInto(this.folder, packed);
  }

  /** Runs a script of the manifest to its end, and resolves with all that it printed. */
  async run(script: string): Promise<string> {
    const printed = ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) =>
      `${stdout}\n${stderr}`.replace(/^npm warn .*$/gm, '');
    return promisify(execFile)('npm', ['run', script], { cwd: this.folder, env }).then(printed, (failure) => {
      throw new Error(`${this.#name}: expected ${script} to succeed, got\n${printed(failure)}`);
    });
  }

  /** Puts the model where the page asks for it. */
  addModel(site: string): string {
    const folder = join(this.folder, site);
    cpSync(join(inject('consumers').packed, 'models/triode-crunch.nam'), join(folder, 'model.nam'));
    return folder;
  }

  /** Runs a script of the manifest that serves the app; resolves with its address once it is printed. */
  async serve(script: string): Promise<{ url: string; close(): void }> {
    const server = spawn('npm', ['run', script], { cwd: this.folder, env, detached: true });
    // npm starts the server as a child of its own: both are ended.
    const close = () => process.kill(-server.pid!);
    return { url: await addressPrintedBy(server), close };
  }
}

function addressPrintedBy(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const hear = (data: Buffer) => {
      output += data;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal
      const address = /http:\/\/[\w.]+:\d+\//.exec(output.replace(/\x1b\[\d+m/g, ''));
      if (address) resolve(address[0]);
    };
    server.stdout?.on('data', hear);
    server.stderr?.on('data', hear);
    server.on('exit', (code) => reject(new Error(`expected a server, got exit ${code}\n${output}`)));
  });
}
