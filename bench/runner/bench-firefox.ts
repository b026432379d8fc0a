import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ViteDevServer } from 'vite';
import type { Measurements } from '../page/page.js';
import { type Outcome, POSTED_TO } from '../page/posting.js';
import type { BenchBrowser } from './bench-browser.js';
import { servePage } from './page-server.js';

/** Lets a new profile start without questions and play without a click. */
const PREFERENCES = {
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'browser.shell.checkDefaultBrowser': false,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'app.update.enabled': false,
};

/** An installed Firefox, without a driver: the page finds its request in its URL, and posts the result. */
export class BenchFirefox implements BenchBrowser {
  readonly version: string;
  readonly #executable: string;
  readonly #server: ViteDevServer;
  readonly #posted: { take: (outcome: Outcome) => void };

  private constructor(executable: string, server: ViteDevServer, posted: { take: (outcome: Outcome) => void }) {
    const [, number] = execFileSync(executable, ['--version'], { encoding: 'utf8' }).match(/([\d.]+\w*)\s*$/) ?? [];
    this.version = `Firefox ${number}`;
    this.#executable = executable;
    this.#server = server;
    this.#posted = posted;
  }

  static async open(executable: string): Promise<BenchFirefox> {
    const posted = { take: (_: Outcome) => {} };
    const server = await servePage({
      name: 'posted-results',
      configureServer: ({ middlewares }) => {
        middlewares.use(POSTED_TO, (request: IncomingMessage, response) => {
          text(request).then((body) => posted.take(JSON.parse(body)));
          response.end();
        });
      },
    });
    return new BenchFirefox(executable, server, posted);
  }

  async measure<Name extends keyof Measurements>(
    name: Name,
    request: Parameters<Measurements[Name]>[0],
  ): Promise<Awaited<ReturnType<Measurements[Name]>>> {
    const profile = mkdtempSync(join(tmpdir(), 'dilatone-firefox-'));
    const lines = Object.entries(PREFERENCES).map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${value});`);
    writeFileSync(join(profile, 'user.js'), lines.join('\n'));
    const search = new URLSearchParams({ measure: name, request: JSON.stringify(request) });
    const url = `${this.#server.resolvedUrls?.local[0]}?${search}`;
    const process = spawn(this.#executable, ['--headless', '--no-remote', '--profile', profile, url], {
      stdio: 'ignore',
    });
    try {
      const outcome = await this.#outcome(process);
      if ('failure' in outcome) throw new Error(`${name}: ${outcome.failure}`);
      return outcome.result as Awaited<ReturnType<Measurements[Name]>>;
    } finally {
      await ended(process);
      rmSync(profile, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  #outcome(process: ChildProcess): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#posted.take = resolve;
      process.once('error', reject);
      process.once('exit', (code) => reject(new Error(`Firefox ended with ${code} before it had measured`)));
    });
  }
}

function ended(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (process.exitCode !== null || process.pid === undefined) resolve();
    else {
      process.once('exit', () => resolve());
      process.kill();
    }
  });
}
