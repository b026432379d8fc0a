import { createDilatone, loadModel } from 'dilatone';

window.throughAmp = async (dry) => {
  const context = new OfflineAudioContext(1, dry.length, dry.sampleRate);
  // Rspack serves the worklet as a file of its own.
  const workletUrl = new URL('dilatone/worklet', import.meta.url);
  const amp = await createDilatone(context, { model: await loadModel('model.nam'), workletUrl });
  const source = new AudioBufferSourceNode(context, { buffer: dry });
  source.connect(amp.node);
  amp.connect(context.destination);
  source.start();
  return context.startRendering();
};
