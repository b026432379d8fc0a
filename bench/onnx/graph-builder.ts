import type { Attribute, OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from './onnx-format.js';

/** Collects the parts of an ONNX graph; signals and constants are known by names that it makes. */
export class GraphBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #constants: OnnxTensor[] = [];
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs: OnnxValue[] = [];
  #names = 0;

  input(name: string, shape: readonly number[]): string {
    this.#inputs.push({ name, shape });
    return name;
  }

  /** Lets a signal leave the graph under its own name. */
  output(signal: string, shape: readonly number[]): void {
    this.#outputs.push({ name: signal, shape });
  }

  floats(data: Float32Array, ...shape: readonly number[]): string {
    return this.#constant({ shape, data });
  }

  /** One float32 for all channels and frames. */
  scalar(value: number): string {
    return this.floats(Float32Array.of(value));
  }

  integers(...data: readonly number[]): string {
    return this.#constant({ shape: [data.length], data });
  }

  /** Adds an operator with one output, and gives that. */
  node(type: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.nodes(type, 1, inputs, attributes)[0];
  }

  /** Adds an operator with several outputs. */
  nodes(
    type: string,
    outputCount: number,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string[] {
    const outputs = Array.from({ length: outputCount }, () => this.#name());
    this.#nodes.push({ type, inputs, outputs, attributes });
    return outputs;
  }

  build(): OnnxGraph {
    return { nodes: this.#nodes, constants: this.#constants, inputs: this.#inputs, outputs: this.#outputs };
  }

  #constant(constant: Omit<OnnxTensor, 'name'>): string {
    const name = this.#name();
    this.#constants.push({ name, ...constant });
    return name;
  }

  #name(): string {
    return `s${this.#names++}`;
  }
}
