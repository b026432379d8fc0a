import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions } from 'playwright';
import { type Browser, chromium, type Locator, type Page } from 'playwright';
import type { LiveSignals } from '../../../demo/audio/live-signals.js';
import type { DemoState } from '../../../demo/state.js';

/** Prints the path of the Chromium that all browser tests use. */
const FINDER = fileURLToPath(new URL('../../../tools/ensure-chromium.mjs', import.meta.url));

/** The models that come with the page, in the order of the keys 1 … 9. */
const BUILTIN: readonly { readonly name: string }[] = JSON.parse(
  readFileSync(new URL('../../../models/models.json', import.meta.url), 'utf8'),
);

/** Where the name of the model stands: on its card, or in the comparison beside the letter of the one that is heard. */
const MODEL_NAME =
  'demo-block-card[data-type="model"] .title, demo-compare-card .row:has(.letter[aria-pressed="true"]) .name span';

/** Starts Chromium with a loudspeaker, a fake microphone that beeps, and no question asked about either. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: execFileSync(process.execPath, [FINDER], { encoding: 'utf8' }).trim(),
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
    ],
  });
}

/** A file to be dropped. */
export interface DroppedFile {
  readonly name: string;
  readonly type?: string;
  readonly bytes: Uint8Array;
}

/** The demo in a browser's tab, and what a visitor does there. */
export class DemoPage {
  readonly page: Page;
  /** What the page complained about: errors on the console, exceptions, files that did not arrive. */
  readonly complaints: string[] = [];
  /** Addresses outside of the page's own host that it asked for. */
  readonly strangers: string[] = [];

  /** Opens the page in a fresh profile; `before` runs in it before its own scripts. */
  static async open(
    browser: Browser,
    url: string,
    { before, ...options }: BrowserContextOptions & { readonly before?: () => void } = {},
  ): Promise<DemoPage> {
    const context = await browser.newContext({
      viewport: { width: 1360, height: 860 },
      colorScheme: 'dark',
      ...options,
    });
    context.setDefaultTimeout(20_000);
    if (before) await context.addInitScript(before);
    const demo = new DemoPage(await context.newPage(), new URL(url).host);
    await demo.page.goto(url);
    await demo.playButton.waitFor();
    return demo;
  }

  private constructor(page: Page, host: string) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('requestfailed', (request) => this.complaints.push(`failed: ${request.url()}`));
    page.on('request', (request) => {
      const address = new URL(request.url());
      if (!['blob:', 'data:'].includes(address.protocol) && address.host !== host) this.strangers.push(request.url());
    });
  }

  /** The big button before the first sound. */
  get playButton(): Locator {
    return this.page.locator('demo-welcome button');
  }

  /** The name of the model in use. */
  async modelName(): Promise<string> {
    return ((await this.page.locator(MODEL_NAME).first().textContent()) ?? '').trim();
  }

  /** Waits until a model whose name has these words is in use. */
  async usesModel(words: string): Promise<void> {
    await this.page.locator(MODEL_NAME, { hasText: words }).first().waitFor();
  }

  /** Changes to a model that comes with the page, by its key. */
  async choosesBuiltin(name: string): Promise<void> {
    await this.page.keyboard.press(`${1 + BUILTIN.findIndex((model) => model.name === name)}`);
    await this.usesModel(name);
  }

  /** Waits until the page's state is as wanted. */
  async waitForState(wanted: (state: DemoState) => boolean): Promise<void> {
    await this.page.waitForFunction(`(${wanted})(document.querySelector('demo-app').session.store.value)`);
  }

  /** What a function makes of the live signals, in the page. */
  live<T>(read: (live: Pick<LiveSignals, 'dry' | 'wet'>) => T): Promise<T> {
    return this.page.evaluate(`(${read})(document.querySelector('demo-app').session.live)`);
  }

  /** Chooses an item from the menu of an element. */
  async choose(selector: string, item: string): Promise<void> {
    const menu = this.page.locator(selector);
    await menu.locator('button').first().click();
    await menu.locator('[role^="menuitem"]', { hasText: item }).first().click();
  }

  /** A fact of the panel, by its name. */
  async fact(name: string): Promise<string> {
    const value = this.page.locator('demo-facts-panel dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');
    return ((await value.textContent()) ?? '').trim().replace(/[\u00a0\u202f]/g, ' ');
  }

  /** Waits until both meters show sound. */
  async hearsSound(): Promise<void> {
    await this.page.waitForFunction(() => {
      const all = (root: ParentNode): Element[] => {
        const elements = [...root.querySelectorAll('*')];
        return elements.flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
      };
      const meters = all(document).filter(
        ({ role, ariaLabel }) => role === 'meter' && /put level$/.test(ariaLabel ?? ''),
      );
      return meters.length === 2 && meters.every((meter) => Number(meter.getAttribute('aria-valuenow')) > -50);
    });
  }

  /** Place in the sound, in seconds. */
  position(): Promise<number> {
    return this.page.evaluate(() => {
      const app = document.querySelector('demo-app') as unknown as { session: { sources: { seconds: number } } };
      return app.session.sources.seconds;
    });
  }

  /** Waits until the sound has gone on for a while from here: that it is heard now, not only shown. */
  async goesOn(): Promise<void> {
    const before = await this.position();
    await this.page.waitForFunction((start) => {
      const app = document.querySelector('demo-app') as unknown as { session: { sources: { seconds: number } } };
      const position = app.session.sources.seconds;
      return position < start || position > start + 0.3;
    }, before);
    await this.hearsSound();
  }

  /** Pixels of a canvas whose colour is near a token's. */
  countPixels(selector: string, token: 'dry' | 'wet'): Promise<number> {
    return this.page.locator(`${selector} canvas`).evaluate((canvas: HTMLCanvasElement, name) => {
      const colour = getComputedStyle(canvas).getPropertyValue(`--${name}`).trim();
      const target = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
      // A copy is read, so that the page's own canvas stays as fast as it was.
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] > 48 && target.every((value, c) => Math.abs(value - data[i + c]) < 24)) count++;
      }
      return count;
    }, token);
  }

  /** What a canvas shows, as text that differs when the picture does. */
  picture(selector: string): Promise<string> {
    return this.page.locator(`${selector} canvas`).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  }

  /** Drops files onto the page, as from the system's file manager. */
  drop(...files: readonly DroppedFile[]): Promise<void> {
    return this.dropOn('body', ...files);
  }

  /** Drops files onto an element. */
  async dropOn(selector: string, ...files: readonly DroppedFile[]): Promise<void> {
    const contents = files.map(({ name, type = '', bytes }) => ({
      name,
      type,
      base64: Buffer.from(bytes).toString('base64'),
    }));
    const transfer = await this.page.evaluateHandle((list) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of list) {
        // Of Chromium 140 and later; many times faster than `atob` and a function for each byte.
        const { fromBase64 } = Uint8Array as unknown as { fromBase64(text: string): Uint8Array<ArrayBuffer> };
        data.items.add(new File([fromBase64.call(Uint8Array, base64)], name, { type }));
      }
      return data;
    }, contents);
    await this.page.dispatchEvent(selector, 'drop', { dataTransfer: transfer });
  }

  /** The notice that is shown, when it matches. */
  async notice(text: string | RegExp): Promise<string> {
    const notice = this.page.locator('demo-notice-bar .notice', { hasText: text });
    await notice.waitFor();
    return (await notice.textContent()) ?? '';
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
