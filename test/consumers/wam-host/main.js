import { initializeWamHost } from '@webaudiomodules/sdk';
import { createDilatone, loadModel } from 'dilatone';

/** Hosts import a WAM by its address. */
const ADDRESS = new URL('node_modules/dilatone/dist/wam.js', document.baseURI).href;

/** Makes a WAM in a group of its own. */
async function load(context, state) {
  const [groupId] = await initializeWamHost(context);
  const { default: Wam } = await import(ADDRESS);
  return Wam.createInstance(groupId, context, state);
}

/** What a host stores with a song in which a player has loaded the model, through JSON. */
async function storedState() {
  const wam = await load(new OfflineAudioContext(1, 1, 48_000));
  const pedal = await wam.createGui();
  document.body.append(pedal);
  await pedal.loadFile(new File([await (await fetch('model.nam')).blob()], 'model.nam'));
  pedal.remove();
  return JSON.stringify(await wam.audioNode.getState());
}

window.throughAmp = async (dry) => {
  const context = new OfflineAudioContext(1, dry.length, dry.sampleRate);
  // A host may use Dilatone, too: the WAM brings a copy of its own into the same context.
  const own = await createDilatone(context, { model: await loadModel('model.nam') });
  own.mix.value = 0;
  const wam = await load(context, JSON.parse(await storedState()));
  const source = new AudioBufferSourceNode(context, { buffer: dry });
  source.connect(own.node);
  own.connect(wam.audioNode);
  wam.audioNode.connect(context.destination);
  source.start();
  return context.startRendering();
};

/** Has a live WAM turn a knob at a time, as a host's automation does; gives what was told, and when. */
window.automate = async () => {
  const context = new AudioContext();
  const wam = await load(context);
  const { audioNode } = wam;
  audioNode.connect(context.destination);
  const told = new Promise((resolve) => {
    audioNode.addEventListener('wam-automation', ({ detail }) => resolve([detail.data, context.currentTime]));
  });
  const time = context.currentTime + 0.1;
  audioNode.scheduleEvents({ type: 'wam-automation', data: { id: 'mix', value: 0.25, normalized: false }, time });
  const [data, heardAt] = await told;
  const { mix } = await audioNode.getParameterValues(false, 'mix');
  await context.close();
  return { data, inTime: heardAt >= time - 0.01, value: mix.value };
};
