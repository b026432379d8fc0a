import { createDilatone } from 'dilatone';
import { parseModel } from 'dilatone/formats';

window.throughAmp = async (dry) => {
  const context = new OfflineAudioContext(1, dry.length, dry.sampleRate);
  const file = await fetch('model.nam');
  const model = parseModel(new Uint8Array(await file.arrayBuffer()));
  // Parcel serves the worklet as a file of its own.
  const workletUrl = new URL('npm:dilatone/worklet', import.meta.url);
  const amp = await createDilatone(context, { model, workletUrl });
  const source = new AudioBufferSourceNode(context, { buffer: dry });
  source.connect(amp.node);
  amp.connect(context.destination);
  source.start();
  return context.startRendering();
};
