import { memoryFiles } from '../../src/rig/index.js';
import type { RenderAnswer, RenderRequest } from './render-protocol.js';
import { BrokenBlock, renderSound } from './render-sound.js';
import { wavFile } from './wav.js';

// Each worker renders one file; the page then terminates it.
addEventListener('message', ({ data }: MessageEvent<RenderRequest>) => {
  render(data).catch((error: unknown) => {
    const block = error instanceof BrokenBlock ? error.block : null;
    answer({ type: 'failed', reason: error instanceof Error ? error.message : String(error), block });
  });
});

async function render({ files, ...request }: RenderRequest): Promise<void> {
  const store = memoryFiles();
  for (const [sha256, bytes] of files) await store.put(sha256, bytes);
  const rendered = await renderSound(request, store, (share) => answer({ type: 'progress', share }));
  answer({ type: 'done', file: wavFile(rendered, request.sampleRate) });
}

function answer(message: RenderAnswer): void {
  postMessage(message);
}
