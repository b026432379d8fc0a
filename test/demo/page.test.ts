import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WaveFile } from 'wavefile';
import { DemoPage, startChromium } from './support/demo-page.js';
import { type StaticServer, serveFolder } from './support/static-server.js';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const BUILT = path('build/test-demo');
const SCREENSHOTS = path('build/screenshots');

/** A model of ours that the demo does not come with. */
const MODEL = {
  name: 'random wavenet.nam',
  bytes: new Uint8Array(readFileSync(path('test/fixtures/golden/wavenet-1-20.nam'))),
};

/** One second of a tone. */
function tone(hz: number): { name: string; type: string; bytes: Uint8Array } {
  const wave = new WaveFile();
  const samples = Float32Array.from({ length: 48_000 }, (_, t) => 0.5 * Math.sin((2 * Math.PI * hz * t) / 48_000));
  wave.fromScratch(1, 48_000, '32f', samples);
  return { name: `tone ${hz}.wav`, type: 'audio/wav', bytes: wave.toBuffer() };
}

/** How long a scope may take to show a sound: the riff has soft moments. */
const DRAWN = { timeout: 10_000 };

let browser: Browser;
let server: StaticServer;
let demo: DemoPage;

async function openDemo(options = {}): Promise<DemoPage> {
  demo = await DemoPage.open(browser, server.url, options);
  return demo;
}

async function openPlaying(options = {}): Promise<DemoPage> {
  await openDemo(options);
  await demo.page.getByRole('button', { name: 'Play the guitar riff' }).click();
  await demo.hearsSound();
  return demo;
}

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  // In a process of its own: within a test run, Vite would build for development.
  execFileSync(process.execPath, [path('node_modules/vite/bin/vite.js'), 'build', '--outDir', BUILT], {
    cwd: path(''),
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'ignore',
  });
  [browser, server] = await Promise.all([startChromium(), serveFolder(BUILT)]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

afterEach(async () => {
  await demo?.close();
});

describe('the demo, built and served as plain files below some folder', { timeout: 60_000 }, () => {
  test('shows itself and the model before the first click, asks nobody for anything, and makes no complaint', async () => {
    const { page, complaints, strangers } = await openDemo();
    await page.locator('demo-network-view').waitFor();
    expect(await demo.modelName()).toBe('Triode crunch');
    expect(await demo.fact('Receptive field')).toMatch(/^[\d ]+ frames · \d+ ms$/);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-first.png` });
    expect(strangers).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('plays with the first click: the meters rise and the scopes draw dry and wet', async () => {
    const { page, complaints } = await openPlaying();
    expect(await demo.fact('Engine')).toContain('WebAssembly');
    expect(await demo.fact('Added latency')).toBe('0 frames');
    const before = await demo.picture('demo-waveform-view');
    await demo.goesOn();
    expect(await demo.picture('demo-waveform-view')).not.toBe(before);
    await expect.poll(() => demo.countPixels('demo-waveform-view', 'dry'), DRAWN).toBeGreaterThan(300);
    await expect.poll(() => demo.countPixels('demo-waveform-view', 'wet'), DRAWN).toBeGreaterThan(300);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-playing.png` });
    await page.getByRole('tab', { name: 'Spectrum' }).click();
    await demo.goesOn();
    await expect.poll(() => demo.countPixels('demo-spectrum-view', 'dry'), DRAWN).toBeGreaterThan(300);
    await expect.poll(() => demo.countPixels('demo-spectrum-view', 'wet'), DRAWN).toBeGreaterThan(300);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-spectrum.png` });
    expect(complaints).toEqual([]);
  });

  test('keeps the output of the built-in sound 3 dB below full scale, and well above silence', async () => {
    const { page } = await openPlaying();
    const loudest = await page.evaluate(async () => {
      const app = document.querySelector('demo-app') as unknown as { session: { live: { wetPeak: number } } };
      const started = performance.now();
      let peak = 0;
      while (performance.now() - started < 16_000) {
        await new Promise(requestAnimationFrame);
        peak = Math.max(peak, app.session.live.wetPeak);
      }
      return peak;
    });
    expect(20 * Math.log10(loudest)).toBeLessThan(-3);
    expect(20 * Math.log10(loudest)).toBeGreaterThan(-15);
  });

  test.each([
    ['truncated.nam', 'is not a complete model file'],
    ['not-json.nam', 'is not a complete model file'],
    ['empty.nam', 'is not a complete model file'],
    ['wrong-weight-count.nam', 'is not a complete model file'],
    ['unknown-version.nam', 'does not run here yet'],
    ['absurd-size.nam', 'larger than a live model may be'],
  ])('a dropped %s is refused in words, and the sound goes on', async (name, words) => {
    const { page, complaints } = await openPlaying();
    await demo.drop({ name, bytes: new Uint8Array(readFileSync(path(`test/fixtures/broken/${name}`))) });
    expect(await demo.notice(words)).toContain(`“${name}”`);
    expect(await demo.modelName()).toBe('Triode crunch');
    await demo.goesOn();
    if (name === 'truncated.nam') await page.screenshot({ path: `${SCREENSHOTS}/dark-refused.png` });
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.locator('demo-notice-bar .notice').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('a picture and a sound that is none are refused, and the sound goes on', async () => {
    await openPlaying();
    await demo.drop({ name: 'photo.png', type: 'image/png', bytes: Uint8Array.of(137, 80, 78, 71) });
    await demo.notice('“photo.png” is neither a model nor a sound.');
    await demo.drop({ name: 'noise.wav', type: 'audio/wav', bytes: Uint8Array.of(1, 2, 3, 4) });
    await demo.notice('“noise.wav” is not a sound that this browser can read.');
    await demo.goesOn();
    expect(demo.complaints).toEqual([]);
  });

  test('a dropped model replaces the one in use, its facts and its picture, while the sound goes on', async () => {
    const { page, complaints } = await openPlaying();
    const before = [await demo.fact('Weights'), await demo.fact('Receptive field')];
    await demo.drop(MODEL);
    await page.locator('demo-model-card .name', { hasText: 'random' }).waitFor();
    const after = [await demo.fact('Weights'), await demo.fact('Receptive field')];
    for (let i = 0; i < 2; i++) expect(after[i]).not.toBe(before[i]);
    await demo.goesOn();
    await page.keyboard.press('1');
    await page.locator('demo-model-card .name', { hasText: 'Triode crunch' }).waitFor();
    expect([await demo.fact('Weights'), await demo.fact('Receptive field')]).toEqual(before);
    await demo.goesOn();
    expect(complaints).toEqual([]);
  });

  test('a dropped tone is played, and the spectrum peaks where it lies', async () => {
    const { page } = await openPlaying();
    await demo.drop(tone(1000));
    await page.getByRole('radio', { name: 'File', checked: true }).waitFor();
    await page.getByRole('tab', { name: 'Spectrum' }).click();
    await demo.goesOn();
    const peakHz = await page.evaluate(() => {
      const app = document.querySelector('demo-app') as unknown as {
        session: { live: { spectrumDb(which: 'dry'): Float32Array; sampleRate: number } };
      };
      const bins = app.session.live.spectrumDb('dry');
      return (bins.indexOf(Math.max(...bins)) * app.session.live.sampleRate) / (2 * bins.length);
    });
    expect(peakHz).toBeGreaterThan(990);
    expect(peakHz).toBeLessThan(1010);
    await page.getByRole('radio', { name: 'Clip' }).click();
    await demo.goesOn();
  });

  test('more files than can be used are told, the first of each kind used', async () => {
    const { page } = await openPlaying();
    await demo.drop(MODEL, tone(440), tone(550));
    await demo.notice('the other file was left out');
    await page.getByRole('radio', { name: 'File', checked: true }).waitFor();
    expect(await demo.modelName()).toContain('random');
  });

  test('the microphone is heard after a click, and the page tells what the browser applied', async () => {
    const { page, complaints } = await openDemo();
    await page.getByRole('radio', { name: 'Microphone' }).click();
    await page.getByRole('radio', { name: 'Microphone', checked: true }).waitFor();
    expect(await page.locator('demo-microphone-card .facts').textContent()).toMatch(/unprocessed · .*kHz/);
    await demo.notice('Use headphones');
    await demo.hearsSound();
    await page.screenshot({ path: `${SCREENSHOTS}/dark-microphone.png` });
    await page.getByRole('radio', { name: 'Clip' }).click();
    await demo.goesOn();
    expect(complaints).toEqual([]);
  });

  test('a microphone that is refused is told, and the riff goes on', async () => {
    const { page } = await openPlaying();
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await page.getByRole('radio', { name: 'Microphone' }).click();
    await demo.notice('was not allowed to use a microphone');
    expect(await page.getByRole('radio', { name: 'Clip', checked: true }).count()).toBe(1);
    await demo.goesOn();
  });

  test('works by keyboard: space plays and pauses, B bypasses, arrows turn the focused knob', async () => {
    const { page, complaints } = await openDemo();
    await page.keyboard.press('Space');
    await demo.hearsSound();
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'Model', pressed: false }).waitFor();
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'Model', pressed: true }).waitFor();
    const drive = page.getByRole('slider', { name: 'Drive' });
    await drive.focus();
    const before = Number(await drive.getAttribute('aria-valuenow'));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(Number(await drive.getAttribute('aria-valuenow'))).toBe(before + 2);
    await drive.dblclick();
    expect(Number(await drive.getAttribute('aria-valuenow'))).toBe(before);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('the tab key follows the signal: source, model, bypass, network, knobs, scopes', async () => {
    const { page } = await openDemo();
    await page.keyboard.press('Space');
    await demo.hearsSound();
    const stops: string[] = [];
    for (let i = 0; i < 14; i++) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(() => {
          let active: Element | null = document.activeElement;
          while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
          return active?.getAttribute('aria-label') ?? active?.textContent?.trim() ?? '';
        }),
      );
    }
    const order = [
      'Clip',
      'Pause',
      'Place in the sound',
      'Triode',
      'Model',
      'Network',
      'Drive',
      'Level',
      'Mix',
      'Waveform',
    ];
    const places = order.map((name) => stops.findIndex((stop) => stop.startsWith(name)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('bypassed, the output is the input', async () => {
    const { page } = await openPlaying();
    await page.getByRole('button', { name: 'Model', pressed: true }).click();
    await page.waitForFunction(() => {
      const { live } = (
        document.querySelector('demo-app') as unknown as {
          session: { live: { dry: Float32Array; wet: Float32Array } };
        }
      ).session;
      const same = live.dry.every((x, t) => Math.abs(x - live.wet[t]) < 1e-6);
      return same && live.dry.some((x) => Math.abs(x) > 0.01);
    });
  });

  test.each([
    [1360, 860, 'dark'],
    [1360, 860, 'light'],
    [390, 844, 'dark'],
    [390, 844, 'light'],
    [820, 1180, 'light'],
    [360, 740, 'dark'],
    [2200, 1200, 'dark'],
  ] as const)('fits %s × %s in %s: nothing sticks out at the side', async (width, height, colorScheme) => {
    const { page } = await openPlaying({ viewport: { width, height }, colorScheme });
    const sizes = () =>
      page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return { scrollWidth, scrollHeight };
      });
    expect((await sizes()).scrollWidth).toBe(width);
    if (width >= 1100) expect((await sizes()).scrollHeight).toBe(height);
    await page.screenshot({ path: `${SCREENSHOTS}/${colorScheme}-${width}.png`, fullPage: true });
  });

  test('without WebAssembly the model still runs, and the page says how', async () => {
    const policy = "script-src 'self' blob:; connect-src 'self' blob:";
    const strict = await serveFolder(BUILT, { 'content-security-policy': policy });
    try {
      demo = await DemoPage.open(browser, strict.url);
      await demo.page.getByRole('button', { name: 'Play the guitar riff' }).click();
      await demo.notice('Without WebAssembly');
      expect(await demo.fact('Engine')).toContain('interpreter');
      await demo.hearsSound();
    } finally {
      await strict.close();
    }
  });

  test('the theme can be chosen, and is remembered', async () => {
    const { page } = await openDemo();
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await background();
    await page.getByRole('button', { name: 'Dark or light' }).click();
    const light = await background();
    expect(light).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: 'Play the guitar riff' }).waitFor();
    expect(await background()).toBe(light);
  });
});
