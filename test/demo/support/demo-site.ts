import type { Browser, BrowserContextOptions } from 'playwright';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { DemoPage, startChromium } from './demo-page.js';
import { BUILT } from './places.js';
import { type StaticServer, serveFolder } from './static-server.js';

/** How to open the page. */
interface OpenOptions extends BrowserContextOptions {
  /** Put behind the page's address: `#model=…`. */
  readonly hash?: string;
  /** Headers that the server sends with every file. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Runs in the page before its own scripts. */
  readonly before?: () => void;
}

/** The built page, served as plain files below some folder, and the browser that a file of tests opens it in. */
class DemoSite {
  #browser: Browser | null = null;
  readonly #servers: StaticServer[] = [];
  readonly #pages: DemoPage[] = [];

  async start(): Promise<void> {
    this.#browser = await startChromium();
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
  }

  /** Opens the page in a fresh profile. */
  async open({ hash = '', headers = {}, before, ...options }: OpenOptions = {}): Promise<DemoPage> {
    const server = await serveFolder(BUILT, headers);
    this.#servers.push(server);
    const demo = await DemoPage.open(this.#browser!, `${server.url}${hash}`, { before, ...options });
    this.#pages.push(demo);
    return demo;
  }

  /** Opens the page and starts the sound that comes with it. */
  async openPlaying(options: OpenOptions = {}): Promise<DemoPage> {
    const demo = await this.open(options);
    await demo.playButton.click();
    await demo.hearsSound();
    return demo;
  }

  async closePages(): Promise<void> {
    for (const demo of this.#pages.splice(0)) await demo.close();
    for (const server of this.#servers.splice(0)) await server.close();
  }
}

/** A site for the tests of one file; every test starts without pages. */
export function demoSite(): DemoSite {
  const site = new DemoSite();
  beforeAll(() => site.start(), 60_000);
  afterAll(() => site.stop());
  afterEach(() => site.closePages());
  return site;
}
