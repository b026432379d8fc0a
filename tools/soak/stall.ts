import { countUnderruns, type Playback, pause } from './playback.js';

/** Runs in the audio worklet scope: keeps the audio thread busy for 200 ms when told to. */
const SCRIPT = `
registerProcessor('stall', class extends AudioWorkletProcessor {
  constructor() {
    super();
    this.port.onmessage = () => {
      const endMs = Date.now() + 200;
      while (Date.now() < endMs);
    };
  }
  process() {
    return true;
  }
});`;

/** Blocks the audio thread ten times, to see whether the browser counts the gaps. */
export async function stallAudio(): Promise<Playback | null> {
  const context = new AudioContext();
  const url = URL.createObjectURL(new Blob([SCRIPT], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(url);
  URL.revokeObjectURL(url);
  const node = new AudioWorkletNode(context, 'stall');
  node.connect(context.destination);
  await pause(1000);
  const playback = await countUnderruns(context, async () => {
    for (let turn = 0; turn < 10; turn++) {
      node.port.postMessage(null);
      await pause(400);
    }
  });
  await context.close();
  return playback;
}
