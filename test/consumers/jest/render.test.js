import { readFile, writeFile } from 'node:fs/promises';
import { loadModel, renderModel } from 'dilatone';

test('a model renders sound', async () => {
  const model = await loadModel(await readFile('model.nam'));
  const dry = new Float32Array(new Uint8Array(await readFile('dry.f32')).buffer);
  const [wet] = await renderModel(model, [dry], { sampleRate: 48_000 });
  expect(wet).toHaveLength(dry.length);
  await writeFile(`wet-${process.env.WAY}.f32`, new Uint8Array(wet.buffer));
});
