import { AudioWorkletNode, type IAudioContext, type IAudioNode } from 'standardized-audio-context';
import { GATE_OFF_DB } from '../worklets/noise-gate.js';
import { loadDemoWorklet } from './demo-worklet.js';

/** The noise gate in the graph. Its worklet is loaded when the gate is first turned on. */
export class GateNode {
  /** Called if the browser cannot run the gate; the sound then passes unchanged. */
  onFailure: () => void = () => {};
  readonly #context: IAudioContext;
  readonly #input: IAudioNode<IAudioContext>;
  readonly #output: IAudioNode<IAudioContext>;
  #thresholdDb = GATE_OFF_DB;
  #node: InstanceType<NonNullable<typeof AudioWorkletNode>> | null = null;
  #starting = false;

  constructor(context: IAudioContext, input: IAudioNode<IAudioContext>, output: IAudioNode<IAudioContext>) {
    this.#context = context;
    this.#input = input;
    this.#output = output;
    input.connect(output);
  }

  /** Sets the level in dBFS below which the gate closes; null turns it off. */
  setThreshold(thresholdDb: number | null): void {
    this.#thresholdDb = thresholdDb ?? GATE_OFF_DB;
    if (this.#node) this.#showThreshold();
    else if (thresholdDb !== null && !this.#starting) void this.#start();
  }

  async #start(): Promise<void> {
    this.#starting = true;
    try {
      await loadDemoWorklet(this.#context);
      const node = new AudioWorkletNode!(this.#context, 'demo-gate', {
        channelCount: 1,
        channelCountMode: 'explicit',
        outputChannelCount: [1],
      });
      this.#node = node;
      this.#showThreshold();
      node.connect(this.#output);
      this.#input.connect(node);
      this.#input.disconnect(this.#output);
    } catch {
      this.onFailure();
    } finally {
      this.#starting = false;
    }
  }

  #showThreshold(): void {
    this.#node!.parameters.get('thresholdDb')!.value = this.#thresholdDb;
  }
}
