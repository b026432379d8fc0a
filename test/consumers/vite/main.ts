import { createDilatone, loadModel } from 'dilatone';
import modelUrl from 'dilatone/models/triode-crunch.nam?url';

async function throughAmp(dry: AudioBuffer): Promise<AudioBuffer> {
  const context = new OfflineAudioContext(1, dry.length, dry.sampleRate);
  const amp = await createDilatone(context, { model: await loadModel(modelUrl) });
  const source = new AudioBufferSourceNode(context, { buffer: dry });
  source.connect(amp.node);
  amp.connect(context.destination);
  source.start();
  return context.startRendering();
}

Object.assign(window, { throughAmp });
