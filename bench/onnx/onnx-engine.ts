import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { OnnxState, OnnxStream } from './network-to-onnx.js';

/** The part of onnxruntime-web used here; its builds for pages and for Node both have it. */
interface OnnxRuntime {
  readonly InferenceSession: { create(model: Uint8Array, options?: object): Promise<InferenceSession> };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => Tensor;
}

/** Runs a stream in onnxruntime-web, block by block, and carries its state to the next block. */
export class OnnxEngine {
  readonly #runtime: OnnxRuntime;
  readonly #session: InferenceSession;
  readonly #stream: OnnxStream;
  readonly #feeds: Record<string, Tensor> = {};

  private constructor(runtime: OnnxRuntime, session: InferenceSession, stream: OnnxStream) {
    this.#runtime = runtime;
    this.#session = session;
    this.#stream = stream;
    for (const { input, shape, initial } of stream.states) {
      this.#feeds[input] = new runtime.Tensor('float32', initial.slice(), shape);
    }
  }

  static async open(runtime: OnnxRuntime, stream: OnnxStream): Promise<OnnxEngine> {
    const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all' };
    return new OnnxEngine(runtime, await runtime.InferenceSession.create(stream.bytes, options), stream);
  }

  /** Processes one block of `blockFrames`; input and output are [channels][frames] in one array. */
  async process(input: Float32Array): Promise<Float32Array> {
    const { inputChannels, blockFrames, output, states } = this.#stream;
    this.#feeds.x = new this.#runtime.Tensor('float32', input, [1, inputChannels, blockFrames]);
    const results = await this.#session.run(this.#feeds);
    for (const state of states) this.#carry(state, results[state.output].data as Float32Array);
    return results[output].data as Float32Array;
  }

  /** Shifts each row of a state and appends what is new. */
  #carry({ input, rows }: OnnxState, fresh: Float32Array): void {
    const state = this.#feeds[input].data as Float32Array;
    const length = state.length / rows;
    const freshLength = fresh.length / rows;
    for (let row = 0; row < rows; row++) {
      const end = (row + 1) * length;
      state.copyWithin(row * length, row * length + freshLength, end);
      state.set(fresh.subarray(row * freshLength, (row + 1) * freshLength), end - freshLength);
    }
  }
}
