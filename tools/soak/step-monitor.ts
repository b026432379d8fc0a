/**
 * Runs in the audio worklet scope: passes sound on, and records the largest step between samples and the largest change
 * between steps. The first sample does not count as a step, because models may respond to silence with a constant.
 */
const SCRIPT = `
registerProcessor('step-monitor', class extends AudioWorkletProcessor {
  last = NaN;
  lastStep = NaN;
  largest = 0;
  largestBend = 0;
  faulty = 0;
  constructor() {
    super();
    this.port.onmessage = () => {
      const { largest: largestStep, largestBend, faulty: notFinite } = this;
      this.port.postMessage({ largestStep, largestBend, notFinite });
    };
  }
  process([[input]], [[output]]) {
    if (input === undefined) return true;
    output.set(input);
    for (const sample of input) {
      if (!Number.isFinite(sample)) this.faulty++;
      const step = sample - this.last;
      if (Math.abs(step) > this.largest) this.largest = Math.abs(step);
      const bend = Math.abs(step - this.lastStep);
      if (bend > this.largestBend) this.largestBend = bend;
      this.last = sample;
      this.lastStep = step;
    }
    return true;
  }
});`;

/** The readings of a monitor. */
interface StepReport {
  readonly largestStep: number;
  /** The largest change from one step to the next: high for a click, low for a slow sound. */
  readonly largestBend: number;
  readonly notFinite: number;
}

/** Makes a node that monitors the sound passing through it, and a function that reads it. */
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
