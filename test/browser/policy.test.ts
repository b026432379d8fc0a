import { afterEach, describe, expect, it } from 'vitest';
import type { PolicyReport } from './support/policy-page.js';

const WORKLET = new URL('/build/test/dilatone.worklet.js', location.href).href;
const RIG_WORKLET = new URL('/build/test/rig.worklet.js', location.href).href;

let frame: HTMLIFrameElement | undefined;
afterEach(() => frame?.remove());

/** Runs a model in a page under a policy for scripts; the page's own script is allowed. */
async function reportUnder(scriptSources: string, query = ''): Promise<PolicyReport> {
  const page = document.createElement('iframe');
  frame = page;
  page.srcdoc = `<!doctype html>
    <meta http-equiv="Content-Security-Policy" content="script-src ${location.origin} ${scriptSources}">
    <body data-query="${query}"><script type="module" src="/build/test/policy-page.js"></script></body>`;
  const reported = new Promise<PolicyReport>((resolve) => {
    addEventListener('message', function hear(event: MessageEvent<PolicyReport>) {
      if (event.source !== page.contentWindow) return;
      removeEventListener('message', hear);
      resolve(event.data);
    });
  });
  document.body.append(page);
  return reported;
}

describe('a page with a Content-Security-Policy', () => {
  it('that allows WebAssembly and Blobs runs compiled models', async () => {
    const report = await reportUnder("'wasm-unsafe-eval' blob:");
    expect(report).toEqual({ engine: 'wasm', warnings: [], difference: expect.any(Number) });
    expect(report).toHaveProperty('difference', 0);
  });

  it('that forbids WebAssembly interprets them, and says why', async () => {
    const report = await reportUnder('blob:');
    expect(report).toMatchObject({ engine: 'interpreter', difference: 0 });
    expect(report).toHaveProperty('warnings', [expect.stringContaining("add 'wasm-unsafe-eval' to script-src")]);
  });

  it('that forbids Blobs runs models with the worklet as a file', async () => {
    const report = await reportUnder("'wasm-unsafe-eval'", `workletUrl=${encodeURIComponent(WORKLET)}`);
    expect(report).toMatchObject({ engine: 'wasm', difference: 0 });
  });

  it('that forbids Blobs runs rigs with their worklet as a file', async () => {
    const sources = "'wasm-unsafe-eval'";
    const report = await reportUnder(sources, `rig&workletUrl=${encodeURIComponent(RIG_WORKLET)}`);
    expect(report).toMatchObject({ engine: 'ready', warnings: [], difference: 0 });
    expect(await reportUnder(sources, 'rig')).toHaveProperty('error', expect.stringMatching(/rig-worklet.*workletUrl/));
  });

  it('that forbids Blobs says what to add where there is no file', async () => {
    const report = await reportUnder("'wasm-unsafe-eval'");
    expect(report).toHaveProperty('error', expect.stringMatching(/workletUrl, or add blob: to script-src/));
  });
});
