import { createDilatone, loadModel } from 'dilatone';
import { AudioBufferSourceNode, OfflineAudioContext } from 'standardized-audio-context';

window.throughAmp = async (dry) => {
  const context = new OfflineAudioContext({ numberOfChannels: 1, length: dry.length, sampleRate: dry.sampleRate });
  const amp = await createDilatone(context, { model: await loadModel('model.nam') });
  const source = new AudioBufferSourceNode(context, { buffer: dry });
  source.connect(amp.node);
  amp.connect(context.destination);
  source.start();
  return context.startRendering();
};
