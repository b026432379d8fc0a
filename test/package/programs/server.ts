// A program for Node, without the DOM.
import { readFile, writeFile } from 'node:fs/promises';
import { renderModel } from 'dilatone/engine';
import { parseModel } from 'dilatone/formats';

export async function render(from: string, to: string, dry: Float32Array, signal?: AbortSignal): Promise<void> {
  const model = parseModel(await readFile(from));
  const [wet] = await renderModel(model, [dry], { sampleRate: 48_000, signal });
  if (wet !== undefined) await writeFile(to, wet);
  // @ts-expect-error: types that collapse into `any` would allow it
  await renderModel(from, [dry]);
}
