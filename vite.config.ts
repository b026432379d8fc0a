import { rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import type { BuildEnvironmentOptions, Plugin, UserConfig } from 'vite';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };
import { MICROPHONE_FILE } from './test/support/microphone-file.js';
import { docsSite } from './tools/docs-site/vite-docs-site.js';
import { findChromium } from './tools/ensure-chromium.mjs';
import { offlinePage } from './tools/vite-offline.js';
import { thirdPartyNotices } from './tools/vite-third-party.js';
import { workletBuild, workletSource } from './tools/vite-worklet-source.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Packages that an app may have beside Dilatone. All others are bundled, so that nothing is installed with it. */
const packages = Object.keys(manifest.peerDependencies);

/** The page, and the small player that others put into theirs. */
function demo(outDir: string, plugins: readonly Plugin[] = []): UserConfig {
  return {
    root: path('demo'),
    base: './',
    plugins: [workletSource(), thirdPartyNotices('third-party.txt'), ...plugins],
    worker: { format: 'es', plugins: () => [workletSource()] },
    server: { open: hasScreen() },
    build: {
      outDir: path(outDir),
      emptyOutDir: true,
      target: 'es2022',
      // The manifest's `sideEffects` speaks of the package: the page's modules define its elements.
      rolldownOptions: {
        treeshake: { moduleSideEffects: true },
        input: [path('demo/index.html'), path('demo/embed.html')],
      },
    },
  };
}

/** Whether a browser could show itself; without a screen the attempt to open one ends in an error message. */
function hasScreen(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/**
 * What the entries share. The readers of model files are apart from all else: their schemas are made when they are loaded,
 * and bundlers leave out only whole files of such code.
 */
const CHUNKS = [
  { name: 'network', test: /\/src\/(network\/|errors\.ts|model\/(model|opaque)\.ts)/, priority: 1 },
  // The worklet's script holds the interpreter, too: side by side they are a third of a kilobyte smaller when compressed.
  { name: 'interpreter', test: /\/src\/(interpreter|alignment)\/|virtual:dilatone-worklet-source/, priority: 1 },
  { name: 'readers', test: /\/(src\/(formats|model)|node_modules\/(pbf|valibot))\// },
];

/** Removes the chunks of earlier builds, which would be packed with the package. */
function freshChunks(): Plugin {
  return {
    name: 'dilatone-fresh-chunks',
    apply: 'build',
    buildStart: () => rmSync(path('dist/chunks'), { recursive: true, force: true }),
  };
}

const CDN_BANNER =
  `/*! Dilatone ${manifest.version}, MIT License; contains valibot (MIT) and pbf (BSD-3-Clause): ` +
  'dilatone.third-party.txt, beside this file, has their licences */';

/** Readable ES modules, one for each entry, with what they share in chunks beside them. */
function bundle(
  entry: Record<string, string>,
  options: BuildEnvironmentOptions['rolldownOptions'],
  plugins: readonly Plugin[] = [],
): UserConfig {
  return {
    publicDir: false,
    plugins: [workletSource(), thirdPartyNotices(`${Object.keys(entry)[0]}.third-party.txt`), ...plugins],
    build: {
      outDir: path('dist'),
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      sourcemap: true,
      lib: { entry, formats: ['es'], fileName: (_, name) => `${name}.js` },
      rolldownOptions: options,
    },
  };
}

/** Drive the demo page, which plays in real time. */
const DEMO_PAGE = 'test/demo/*.page.test.ts';
/** The same, for what takes long: `npm run test:demo` runs them, too. */
const DEMO_PAGE_LONG = 'test/demo/*.page-long.test.ts';

/** Packages that tests in the browser import, prepared before the first one: found later, they would have it begin again. */
const BROWSER_PACKAGES = [
  '@floating-ui/dom',
  '@vue/reactivity',
  'lit',
  'lit/directives/class-map.js',
  'lit/directives/repeat.js',
  'lit/directives/style-map.js',
  'react',
  'react-dom',
  'react-dom/client',
  'standardized-audio-context',
  'tone',
  'valibot',
];

/** Look at the package as it would be published, and at apps that use it. */
const PACKED = ['test/package/*.test.ts', 'test/consumers/*.test.ts'];

/** Unit tests in Node, browser tests in a real Chromium, the demo as its users see it. */
const tests: ViteUserConfig = {
  plugins: [workletSource()],
  test: {
    reporters: ['default', ['json', { outputFile: path('build/test-results.json') }]],
    attachmentsDir: path('build/test-attachments'),
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', DEMO_PAGE, DEMO_PAGE_LONG, ...PACKED],
        },
      },
      {
        extends: true,
        optimizeDeps: { include: BROWSER_PACKAGES },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: path('test/browser/setup.ts'),
          fileParallelism: false,
          // After the unit tests: what plays in real time needs the processor for itself.
          sequence: { groupOrder: 1 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: { executablePath: findChromium(), args: chromiumArguments() },
            }),
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'demo',
          environment: 'node',
          include: [DEMO_PAGE],
          globalSetup: path('test/demo/support/build-page.ts'),
          fileParallelism: false,
          testTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          environment: 'node',
          include: PACKED,
          globalSetup: path('test/consumers/support/setup.ts'),
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
};

/** Everything that drives the demo page. */
const longTests: ViteUserConfig = {
  plugins: [workletSource()],
  test: {
    testTimeout: 60_000,
    include: [DEMO_PAGE, DEMO_PAGE_LONG],
    environment: 'node',
    globalSetup: path('test/demo/support/build-page.ts'),
    fileParallelism: false,
  },
};

/** Lets pages start sound unasked, and makes a file of ours the microphone. */
function chromiumArguments(): string[] {
  return [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--autoplay-policy=no-user-gesture-required',
    // Tests of what is left in memory collect garbage first.
    '--js-flags=--expose-gc',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${path(MICROPHONE_FILE)}`,
  ];
}

export default defineConfig(({ mode }): ViteUserConfig => {
  switch (mode) {
    case 'test':
      return tests;
    case 'test-demo':
      return longTests;
    case 'worklet':
      return workletBuild(path('dist'));
    case 'rig-worklet':
      return workletBuild(path('dist'), 'rig.worklet');
    case 'library':
      return bundle(
        {
          index: path('src/index.ts'),
          engine: path('src/engine.ts'),
          formats: path('src/formats.ts'),
          pedal: path('src/pedal/index.ts'),
          rig: path('src/rig/index.ts'),
          react: path('src/react/index.ts'),
        },
        { external: packages, output: { chunkFileNames: 'chunks/[name].js', codeSplitting: { groups: CHUNKS } } },
        [freshChunks()],
      );
    case 'wam':
      // Hosts import it by its address, where nothing finds packages: all is in it.
      return bundle({ wam: path('src/wam/index.ts') }, { external: ['standardized-audio-context'] });
    case 'cdn': {
      // A page imports it by its address, as the WAM.
      const { build, ...config } = bundle(
        { 'cdn/dilatone': path('src/cdn.ts') },
        { external: ['standardized-audio-context'], output: { minify: true, postBanner: CDN_BANNER } },
      );
      return { ...config, build: { ...build, sourcemap: false } };
    }
    case 'wam-rig':
      return bundle({ 'wam-rig': path('src/wam/rig/index.ts') }, { external: ['standardized-audio-context'] });
    case 'cli':
      return bundle(
        { cli: path('src/cli/main.ts') },
        {
          external: [...packages, ...builtinModules, /^node:/],
          platform: 'node',
          output: { banner: '#!/usr/bin/env node' },
        },
      );
    case 'packed-demo':
      // For `dilatone serve-demo`.
      return demo('dist/demo');
    default:
      return demo('build/demo', [docsSite(), offlinePage()]);
  }
});
