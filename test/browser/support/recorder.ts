/** What a recorder heard: the first channel of each of its inputs. */
export interface Recording {
  readonly channels: readonly Float32Array[];
  /** Times that a render quantum did not follow on the one before it. */
  readonly gaps: number;
}

/** A node that records its inputs. */
interface Recorder {
  readonly node: AudioWorkletNode;
  /** Resolves with the first sound. */
  readonly heard: Promise<void>;
  readonly recording: Promise<Recording>;
}

/** What to record. */
interface RecorderOptions {
  readonly inputs: number;
  readonly frames: number;
  /** Frames to leave out after the first sound: a graph that was just wired is not pulled at once. */
  readonly skippedFrames: number;
}

/** Runs in the audio worklet scope. */
const SCRIPT = `
registerProcessor('recorder', class extends AudioWorkletProcessor {
  constructor({ numberOfInputs, processorOptions }) {
    super();
    this.channels = Array.from({ length: numberOfInputs }, () => new Float32Array(processorOptions.frames));
    this.frame = -processorOptions.skippedFrames;
    this.heard = false;
    this.gaps = 0;
    this.expectedFrame = 0;
  }
  process(inputs, [[output]]) {
    if (!this.heard) {
      if (inputs[0].length === 0 || inputs[0][0].every((sample) => sample === 0)) return true;
      this.heard = true;
      this.port.postMessage('heard');
    }
    const frames = output.length;
    if (this.frame > 0 && currentFrame !== this.expectedFrame) this.gaps++;
    this.expectedFrame = currentFrame + frames;
    const [{ length }] = this.channels;
    if (this.frame >= 0) {
      this.channels.forEach((channel, c) => {
        if (inputs[c].length > 0) channel.set(inputs[c][0].subarray(0, length - this.frame), this.frame);
      });
    }
    this.frame = this.frame < 0 ? Math.min(0, this.frame + frames) : this.frame + frames;
    if (this.frame < length) return true;
    this.port.postMessage({ channels: this.channels, gaps: this.gaps });
    return false;
  }
});`;

const contextsWithScript = new WeakSet<AudioContext>();

/** Makes a recorder in a native context. It starts with the first sound on its first input. */
export async function createRecorder(context: AudioContext, options: RecorderOptions): Promise<Recorder> {
  if (!contextsWithScript.has(context)) {
    contextsWithScript.add(context);
    const url = URL.createObjectURL(new Blob([SCRIPT], { type: 'text/javascript' }));
    await context.audioWorklet.addModule(url);
    URL.revokeObjectURL(url);
  }
  const node = new AudioWorkletNode(context, 'recorder', { numberOfInputs: options.inputs, processorOptions: options });
  const nextMessage = <Data>() =>
    new Promise<Data>((resolve) => {
      node.port.addEventListener('message', (event: MessageEvent<Data>) => resolve(event.data), { once: true });
    });
  const heard = nextMessage<void>();
  const recording = heard.then(() => nextMessage<Recording>());
  node.port.start();
  node.connect(context.destination);
  return { node, heard, recording };
}
