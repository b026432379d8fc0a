import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { cabinetFile } from '../../demo/session/rig/rig-places.js';
import type { Session } from '../../demo/session/session.js';
import { CABINETS } from '../../demo/sound/cabinets.js';
import { workletSource } from '../../tools/vite-worklet-source.js';
import { demoSite } from './support/demo-site.js';
import { tone, turningModel } from './support/files.js';
import { serveFolder } from './support/static-server.js';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const site = demoSite();

/** Puts an app of this code into a folder, as its author would: with the files that it asks for beside its page. */
async function makeApp(folder: string, code: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const source = `${folder}/source`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${source}/public`, { recursive: true });
  writeFileSync(`${source}/app.js`, code);
  writeFileSync(
    `${source}/index.html`,
    '<!doctype html><link rel="icon" href="data:,"><audio src="tone.wav" loop></audio><script type="module" src="app.js"></script>',
  );
  for (const [name, bytes] of Object.entries(files)) writeFileSync(`${source}/public/${name}`, bytes);
  await build({
    root: source,
    base: './',
    configFile: false,
    logLevel: 'silent',
    plugins: [workletSource()],
    resolve: { alias: { 'dilatone/rig': path('src/rig/index.ts'), dilatone: path('src/index.ts') } },
    build: { outDir: `${folder}/app`, emptyOutDir: true, target: 'es2022' },
  });
}

test('the code that the page gives plays its rig in another app: silent before a click, with all of its files after it', async () => {
  const demo = await site.openPlaying({ headers: { 'access-control-allow-origin': '*' } });
  await demo.drop(turningModel('my #1 amp.safetensors'));
  await demo.usesModel('my #1 amp');
  const code = await demo.page.evaluate(async () => {
    const { session } = document.querySelector('demo-app') as unknown as { session: Session };
    await session.rig.add('model', { index: 1 });
    session.rig.set('output', { gainDb: -3 });
    return session.takeAway.code;
  });
  const folder = path('build/test-code');
  await makeApp(folder, code, {
    'tone.wav': tone(220).bytes,
    'my #1 amp.safetensors': turningModel().bytes,
    'closed-412.wav': new Uint8Array(await cabinetFile(CABINETS[0]).arrayBuffer()),
  });
  const server = await serveFolder(`${folder}/app`);
  try {
    const { page } = demo;
    await page.addInitScript(() => {
      // What goes to the loudspeaker, measured.
      const { connect } = AudioNode.prototype;
      AudioNode.prototype.connect = function measured(this: AudioNode, to: never, ...ends: never[]) {
        if ((to as unknown) instanceof AudioDestinationNode) {
          const analyser = new AnalyserNode(this.context, { fftSize: 2048 });
          connect.call(this, analyser as never);
          Object.assign(globalThis, { heard: { analyser, context: this.context } });
        }
        return connect.call(this, to, ...ends);
      } as typeof connect;
    });
    const missing: string[] = [];
    page.on('response', (response) => response.status() === 404 && missing.push(response.url()));
    await page.goto(server.url);
    const heard = () =>
      page.evaluate(() => {
        const { heard } = globalThis as unknown as { heard?: { analyser: AnalyserNode; context: BaseAudioContext } };
        const samples = new Float32Array(2048);
        heard?.analyser.getFloatTimeDomainData(samples);
        const rms = Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
        return { state: heard?.context.state ?? 'none', rms };
      });
    await expect.poll(async () => (await heard()).state).toBe('suspended');
    await page.mouse.click(10, 10);
    await page.evaluate(() => document.querySelector('audio')?.play());
    await expect.poll(async () => (await heard()).rms, { timeout: 10_000 }).toBeGreaterThan(0.02);
    expect((await heard()).rms).toBeLessThan(0.7);
    expect(missing).toEqual([]);
  } finally {
    await server.close();
  }
});
