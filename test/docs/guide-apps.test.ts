import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { workletSource } from '../../tools/vite-worklet-source.js';
import { startChromium } from '../demo/support/demo-page.js';
import { type StaticServer, serveFolder } from '../demo/support/static-server.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { appFiles } from './code-blocks.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, `build/test-guide-apps-${process.pid}`);
const site = join(folder, 'site');
const files = appFiles();

/** The package, with the nodes that it made within reach. */
const DILATONE = `
import * as dilatone from '${join(root, 'src/index.ts')}';
export const { loadModel, openMicrophone } = dilatone;
export const nodes = [];
export async function createDilatone(...of) {
  nodes.push(await dilatone.createDilatone(...of));
  return nodes.at(-1);
}
`;

/** Shows the component of each framework, and gives what removes it again. */
const MAIN = `
import { nodes } from 'dilatone';
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { mount, unmount } from 'svelte';
import { createApp } from 'vue';
import { Amp } from './Amp.jsx';
import SvelteAmp from './Amp.svelte';
import VueAmp from './Amp.vue';
import { keepForOffline } from './offline.js';

const target = document.querySelector('#app');
const url = 'my-amp.nam';
const show = {
  react() {
    const app = createRoot(target);
    app.render(createElement(StrictMode, null, createElement(Amp, { url })));
    return () => app.unmount();
  },
  vue() {
    const app = createApp(VueAmp, { url });
    app.mount(target);
    return () => app.unmount();
  },
  svelte() {
    const app = mount(SvelteAmp, { target, props: { url } });
    return () => unmount(app);
  },
};
Object.assign(window, { nodes, show, keepForOffline });
`;

/** What \`MAIN\` puts into the window. */
interface AppWindow {
  readonly nodes: readonly import('../../src/index.js').Dilatone<AudioContext>[];
  readonly show: Readonly<Record<string, () => () => void>>;
  readonly keepForOffline: (urls: readonly string[]) => Promise<void>;
  remove(): void;
}

describe('the apps of the guides, built by Vite, in Chromium', () => {
  let server: StaticServer | undefined;
  let browser: Browser;
  let page: Page;
  const wrong: string[] = [];

  beforeAll(async () => {
    mkdirSync(join(folder, 'public'), { recursive: true });
    for (const [name, code] of files) writeFileSync(join(folder, name), code);
    writeFileSync(join(folder, 'dilatone.js'), DILATONE);
    writeFileSync(join(folder, 'main.js'), MAIN);
    writeFileSync(
      join(folder, 'index.html'),
      '<link rel="icon" href="data:,"><div id="app"></div><script type="module" src="main.js"></script>',
    );
    writeFileSync(join(folder, 'public/my-amp.nam'), encodeFile(tinyWaveNet()));
    copyFileSync(join(folder, 'sw.js'), join(folder, 'public/sw.js'));
    await build({
      root: folder,
      base: './',
      configFile: false,
      logLevel: 'warn',
      plugins: [vue(), svelte({ configFile: false }), workletSource()],
      resolve: { alias: { dilatone: join(folder, 'dilatone.js') } },
      oxc: { jsx: { runtime: 'automatic' } },
      build: { outDir: site, minify: false, target: 'es2022' },
    });
    server = await serveFolder(site);
    browser = await startChromium();
    page = await browser.newPage();
    page.on(
      'console',
      (message) => message.type() === 'error' && wrong.push(`${message.text()} ${message.location().url}`),
    );
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('dialog', (dialog) => wrong.push(dialog.message()));
    await page.goto(`${server.url}index.html`);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['react', 'vue', 'svelte'])(
    '%s plays the microphone after a click, until the view is removed',
    async (name) => {
      await page.evaluate((framework) => {
        const app = window as unknown as AppWindow;
        app.remove = app.show[framework]();
      }, name);
      await page.getByRole('button', { name: 'Play' }).click();
      await page.getByRole('button', { name: 'Stop' }).waitFor();
      await page.getByRole('slider').fill('6');
      const gainDb = await page.evaluate(async () => {
        const amp = (window as unknown as AppWindow).nodes.at(-1)!;
        await new Promise<void>((resolve) => {
          amp.on('meters', ({ input }) => input.peak > 0 && resolve());
        });
        return amp.inputGainDb.value;
      });
      expect(gainDb).toBe(6);
      const code = await page.evaluate(async () => {
        const app = window as unknown as AppWindow;
        app.remove();
        await Promise.resolve();
        return app.nodes
          .at(-1)!
          .setControls({})
          .catch((error) => error.code);
      });
      expect(code).toBe('disposed');
      expect(wrong).toEqual([]);
    },
  );

  it('without network, the page opens again and has its model', async () => {
    const scripts = await page.evaluate(() => Array.from(document.scripts, ({ src }) => src));
    await page.evaluate((urls) => (window as unknown as AppWindow).keepForOffline(urls), [...scripts, 'my-amp.nam']);
    await server?.close();
    server = undefined;
    await page.reload();
    await page.waitForFunction(() => 'show' in window);
    expect(await page.evaluate(async () => (await fetch('my-amp.nam')).status)).toBe(200);
  });
});

it('the stand-in of the guide stands in', async () => {
  const test = files.get('volume.test.js')!;
  const [, factory] = /vi\.mock\('\.\/audio\.js', (\(\) => \([\s\S]*?\))\);\n/.exec(test)!;
  const { startAmp } = new Function(`return (${factory})();`)();
  const start = files
    .get('volume.js')!
    .replace(/^import .*$/m, '')
    .replace('export ', 'return ');
  const startQuietly = new Function('startAmp', start)(startAmp);
  const body = /test\('.*', (async \(\) => \{[\s\S]*\})\);/.exec(test)![1];
  await new Function('startQuietly', 'expect', 'vi', `return (${body})();`)(startQuietly, expect, vi);
  expect.assertions(1);
});
