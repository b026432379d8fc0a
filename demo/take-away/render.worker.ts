import { loadModel } from '../../src/index.js';
import { BrokenModel } from './broken-model.js';
import { renderChain } from './render-chain.js';
import type { RenderAnswer, RenderRequest } from './render-protocol.js';
import { wavFile } from './wav.js';

// Each worker renders one file; the page then terminates it.
addEventListener('message', ({ data }: MessageEvent<RenderRequest>) => {
  render(data).catch((error: unknown) => {
    const model = error instanceof BrokenModel ? error.model : null;
    answer({ type: 'failed', reason: error instanceof Error ? error.message : String(error), model });
  });
});

async function render({ channels, amps, ...chain }: RenderRequest): Promise<void> {
  const loaded = await Promise.all(amps.map(async (amp) => ({ ...amp, model: await loadModel(amp.source) })));
  const rendered = await renderChain(
    channels,
    { ...chain, amps: loaded },
    { onProgress: (share) => answer({ type: 'progress', share }) },
  );
  answer({ type: 'done', file: wavFile(rendered, chain.sampleRate) });
}

function answer(message: RenderAnswer): void {
  postMessage(message);
}
