import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright';
import { inject } from 'vitest';

declare global {
  interface Window {
    /** What each consumer's page offers: sound through its amp, rendered offline. */
    throughAmp(dry: AudioBuffer): Promise<AudioBuffer>;
  }
}

/** A consumer's page in a browser's tab. */
export class ConsumerPage {
  readonly page: Page;
  /** Errors and warnings on the console, exceptions, files that did not arrive. */
  readonly complaints: string[] = [];

  static async open(browser: Browser, url: string): Promise<ConsumerPage> {
    const consumer = new ConsumerPage(await browser.newPage());
    consumer.page.setDefaultTimeout(20_000);
    await consumer.page.goto(url);
    return consumer;
  }

  private constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      const isComplaint = message.type() === 'error' || message.type() === 'warning';
      // The browser asks for an icon by itself.
      if (isComplaint && !message.location().url.endsWith('/favicon.ico')) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('requestfailed', (request) => this.complaints.push(`failed: ${request.url()}`));
  }

  /** Sends the dry sound through the amp of the page, or of a frame within it. */
  async render(frame: Frame | Page = this.page): Promise<Float32Array> {
    await frame
      .waitForFunction(() => 'throughAmp' in window)
      .catch((error) => {
        throw new Error(`the page offers no amp: ${this.complaints.join('\n')}`, { cause: error });
      });
    const wav = readFileSync(join(inject('consumers').folder, 'dry.wav')).toString('base64');
    const samples = await frame.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const dry = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes.buffer);
      return [...(await window.throughAmp(dry)).getChannelData(0)];
    }, wav);
    return Float32Array.from(samples);
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
