/** Runs in the audio worklet scope: passes sound on and keeps its largest step from sample to sample. */
const SCRIPT = `
registerProcessor('step-monitor', class extends AudioWorkletProcessor {
  last = 0;
  largest = 0;
  faulty = 0;
  constructor() {
    super();
    this.port.onmessage = () => this.port.postMessage({ largestStep: this.largest, notFinite: this.faulty });
  }
  process([[input]], [[output]]) {
    if (input === undefined) return true;
    output.set(input);
    for (const sample of input) {
      if (!Number.isFinite(sample)) this.faulty++;
      this.largest = Math.max(this.largest, Math.abs(sample - this.last));
      this.last = sample;
    }
    return true;
  }
});`;

/** What a monitor has seen. */
export interface StepReport {
  readonly largestStep: number;
  readonly notFinite: number;
}

/** Makes a node that watches what passes through it, and a function that asks it. */
export async function createStepMonitor(
  context: AudioContext,
): Promise<{ node: AudioWorkletNode; ask(): Promise<StepReport> }> {
  const url = URL.createObjectURL(new Blob([SCRIPT], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(url);
  URL.revokeObjectURL(url);
  const node = new AudioWorkletNode(context, 'step-monitor', { channelCount: 1, channelCountMode: 'explicit' });
  const ask = () =>
    new Promise<StepReport>((resolve) => {
      node.port.onmessage = (event: MessageEvent<StepReport>) => resolve(event.data);
      node.port.postMessage(null);
    });
  return { node, ask };
}
