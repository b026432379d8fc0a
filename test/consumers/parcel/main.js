import { createDilatone, loadModel } from 'dilatone';

window.throughAmp = async (dry) => {
  const context = new OfflineAudioContext(1, dry.length, dry.sampleRate);
  const amp = await createDilatone(context, { model: await loadModel('model.nam') });
  const source = new AudioBufferSourceNode(context, { buffer: dry });
  source.connect(amp.node);
  amp.connect(context.destination);
  source.start();
  return context.startRendering();
};
