/**
 * Runs in the audio worklet scope, before any other script: keeps an eye on the memory of every WebAssembly instance that is
 * made there, and tells on request how many of them are left after garbage collection.
 */
const SCRIPT = `
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...options) {
    super(...options);
    memories.push(new WeakRef(this.exports.memory));
  }
};
registerProcessor('memory-probe', class extends AudioWorkletProcessor {
  turns = 0;
  constructor() {
    super();
    this.port.onmessage = () => {
      gc();
      // What was asked for in this turn of the event loop stays until its end.
      if (++this.turns % 5 !== 0) this.port.postMessage(null);
      else this.port.postMessage(memories.filter((memory) => memory.deref() !== undefined).length);
    };
  }
  process() {
    return true;
  }
});`;

/** Makes a probe in a context, and a function that asks it. */
export async function createMemoryProbe(context: AudioContext): Promise<() => Promise<number>> {
  const url = URL.createObjectURL(new Blob([SCRIPT], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(url);
  URL.revokeObjectURL(url);
  const { port } = new AudioWorkletNode(context, 'memory-probe');
  return () =>
    new Promise((resolve) => {
      port.onmessage = (event: MessageEvent<number | null>) => {
        if (event.data === null) port.postMessage(null);
        else resolve(event.data);
      };
      port.postMessage(null);
    });
}
