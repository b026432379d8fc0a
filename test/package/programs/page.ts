// A program for a page: it hands what it gets on to Web Audio, to files and to WebAssembly.
import {
  createDilatone,
  type Dilatone,
  type DilatoneOptions,
  loadModel,
  type Model,
  openMicrophone,
  RenderFault,
  renderModel,
  resumeOnGesture,
} from 'dilatone';
import { compileNetwork } from 'dilatone/engine';
import { parseModel } from 'dilatone/formats';
import { DilatonePedal, definePedal } from 'dilatone/pedal';
import { BLOCK_PARAMETERS, type Cabinet, createRig, type Rig, renderRig } from 'dilatone/rig';
import Wam, { type WamState } from 'dilatone/wam';

export async function play(source: File | string | Uint8Array, signal?: AbortSignal): Promise<Dilatone<AudioContext>> {
  const context = new AudioContext();
  resumeOnGesture(context);
  const model = await loadModel(source, { signal });
  const amp = await createDilatone(context, { model, channels: 'auto', workletUrl: undefined });
  const guitar = await openMicrophone(context, { deviceId: undefined });
  guitar.node.connect(amp.node).connect(context.destination);
  amp.inputGainDb.value = 6;
  amp.on('activity', ({ levels }) => levels.forEach((row) => void new Blob([row])));
  // @ts-expect-error: types that collapse into `any` would allow it
  amp.inputGainDb.value = 'loud';
  return amp;
}

export async function render(model: Model, dry: AudioBuffer, options: Partial<DilatoneOptions>): Promise<AudioBuffer> {
  const inputs = Array.from({ length: dry.numberOfChannels }, (_, channel) => dry.getChannelData(channel));
  const outputs = await renderModel(model, inputs, { sampleRate: dry.sampleRate, size: options.size });
  const wet = new AudioBuffer({ numberOfChannels: outputs.length, length: dry.length, sampleRate: dry.sampleRate });
  outputs.forEach((output, channel) => {
    wet.copyToChannel(output, channel);
  });
  return wet;
}

export async function save(bytes: Uint8Array, frames: number): Promise<File> {
  const model = parseModel(bytes);
  const program = compileNetwork(model.network());
  await WebAssembly.compile(program.bytes);
  await crypto.subtle.digest('SHA-256', program.image);
  // Input may be shared with other threads; output never is.
  const shared = new Float32Array(new SharedArrayBuffer(4 * frames));
  try {
    return new File(await renderModel(model, [shared]), 'wet.f32');
  } catch (error) {
    if (error instanceof RenderFault) return new File([...error.rendered], 'until-the-fault.f32');
    throw error;
  }
}

export async function show(amp: Dilatone<AudioContext>, groupId: string, state: WamState): Promise<void> {
  definePedal();
  const pedal = new DilatonePedal();
  pedal.device = amp;
  const wam = await Wam.createInstance(groupId, amp.node.context, state);
  document.body.append(pedal, document.createElement('dilatone-pedal'), await wam.createGui());
}

export async function rig(context: AudioContext, dry: AudioBuffer): Promise<Rig<AudioContext>> {
  const rig = await createRig(context, [{ type: 'gate' }, { type: 'model', model: 'amp.nam' }]);
  for (const { name, minimum } of BLOCK_PARAMETERS.gate) rig.set('gate', { [name]: minimum });
  rig.on('loads', (loads) => loads.map(({ id, share }) => `${id}: ${share}`));
  const { channels } = await renderRig(rig.getState({ embed: 'all' }), [dry.getChannelData(0)]);
  channels.forEach((channel, c) => {
    dry.copyToChannel(channel, c);
  });
  // @ts-expect-error: types that collapse into `any` would allow it
  rig.set('gate', { thresholdDb: 'loud' });
  return rig;
}

export const responseFrames = ({ info }: Cabinet): number => info.frames;
