import { execFileSync } from 'node:child_process';
import { type Browser, chromium, type Page } from 'playwright';
import type { ViteDevServer } from 'vite';
import type { Measurements } from '../page/page.js';
import { servePage } from './page-server.js';

/** A browser that takes measurements. */
export interface BenchBrowser {
  /** Name and number, for people. */
  readonly version: string;
  /**
   * Takes one measurement in a fresh page, whose process has compiled nothing yet. With `pin`, the page's main thread runs on
   * that core only; background compilers may use the others.
   */
  measure<Name extends keyof Measurements>(
    name: Name,
    request: Parameters<Measurements[Name]>[0],
    pin?: number | null,
  ): Promise<Awaited<ReturnType<Measurements[Name]>>>;
  close(): Promise<void>;
}

/** A Chromium, and the server of the measuring page. */
export class BenchChromium implements BenchBrowser {
  readonly #browser: Browser;
  readonly #server: ViteDevServer;

  private constructor(browser: Browser, server: ViteDevServer) {
    this.#browser = browser;
    this.#server = server;
  }

  static async open(executablePath: string | undefined): Promise<BenchChromium> {
    const server = await servePage();
    try {
      const browser = await chromium.launch({
        executablePath,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--autoplay-policy=no-user-gesture-required',
        ],
      });
      return new BenchChromium(browser, server);
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  get version(): string {
    return `Chromium ${this.#browser.version()}`;
  }

  async measure<Name extends keyof Measurements>(
    name: Name,
    request: Parameters<Measurements[Name]>[0],
    pin: number | null = null,
  ): Promise<Awaited<ReturnType<Measurements[Name]>>> {
    const context = await this.#browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(this.#server.resolvedUrls?.local[0] ?? '');
      await page.waitForFunction(() => 'measurements' in globalThis);
      if (pin !== null) await this.#pin(page, pin);
      return (await page.evaluate(
        ([called, argument]) => {
          const { measurements } = globalThis as unknown as Record<
            string,
            Record<string, (argument: unknown) => unknown>
          >;
          return measurements[called](argument);
        },
        [name, request] as const,
      )) as Awaited<ReturnType<Measurements[Name]>>;
    } finally {
      await context.close();
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }

  /** Pins the page's renderer: the process whose CPU time grows while the page computes. */
  async #pin(page: Page, core: number): Promise<void> {
    const session = await this.#browser.newBrowserCDPSession();
    const renderers = async () => {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return processInfo.filter(({ type }) => type === 'renderer');
    };
    const before = await renderers();
    await page.evaluate(() => {
      const end = performance.now() + 300;
      while (performance.now() < end);
    });
    const used = (await renderers()).map(({ id, cpuTime }) => {
      return { id, seconds: cpuTime - (before.find((process) => process.id === id)?.cpuTime ?? cpuTime) };
    });
    const [busiest] = used.sort((a, b) => b.seconds - a.seconds);
    // Without -a: the main thread only.
    execFileSync('taskset', ['-cp', `${core}`, `${busiest.id}`], { stdio: 'ignore' });
    await session.detach();
  }
}
