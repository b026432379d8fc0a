import { createDilatone, loadModel } from 'dilatone';
import workletUrl from 'dilatone/worklet?url';

window.throughAmp = async (dry) => {
  const context = new OfflineAudioContext(1, dry.length, dry.sampleRate);
  const amp = await createDilatone(context, { model: await loadModel('model.nam'), workletUrl });
  if (amp.info.engine !== 'wasm') throw new Error(`expected WebAssembly, got ${amp.info.warnings}`);
  const source = new AudioBufferSourceNode(context, { buffer: dry });
  source.connect(amp.node);
  amp.connect(context.destination);
  source.start();
  return context.startRendering();
};
