import { vi } from 'vitest';
import { PARAMETERS, type ParameterValues } from '../../src/live/parameters.js';
import { type Notice, type ProcessorOptions, type Request, RIG_PROCESSOR_NAME } from '../../src/live/protocol.js';
import type { DilatoneProcessor } from '../../worklets/dilatone-processor.js';

/** A processor in a stand-in for the audio worklet's scope, and what it has said. */
export interface StandInProcessor {
  readonly processor: DilatoneProcessor;
  readonly notices: Notice[];
  /** Called with every notice. */
  onNotice: (notice: Notice) => void;
  /** Hands over a message, as the port would. */
  post(request: Request): void;
  /** Announces a message that could not be carried over. */
  postUnreadable(): void;
}

/** The port that the next processor finds. */
let nextPort: object = {};

/**
 * Makes the names that the processor finds in its scope, and imports its class into it. What is returned constructs
 * processors.
 */
export async function loadProcessorClass(
  sampleRate = 48_000,
): Promise<(options: ProcessorOptions, name?: string) => StandInProcessor> {
  vi.stubGlobal('sampleRate', sampleRate);
  vi.stubGlobal(
    'AudioWorkletProcessor',
    class {
      readonly port: object = nextPort;
    },
  );
  const { DilatoneProcessor: Processor } = await import('../../worklets/dilatone-processor.js');
  const { RigProcessor } = await import('../../worklets/rig-processor.js');
  return (options, name) => construct(name === RIG_PROCESSOR_NAME ? RigProcessor : Processor, options);
}

/** Constructs one processor. */
export async function standInProcessor(options: ProcessorOptions): Promise<StandInProcessor> {
  return (await loadProcessorClass())(options);
}

function construct(Processor: typeof DilatoneProcessor, options: ProcessorOptions): StandInProcessor {
  const notices: Notice[] = [];
  const port = {
    onmessage: (_event: { data: Request }) => {},
    onmessageerror: () => {},
    postMessage: (notice: Notice) => {
      notices.push(notice);
      standIn?.onNotice(notice);
    },
  };
  let standIn: StandInProcessor | null = null;
  nextPort = port;
  const processor = new Processor({ processorOptions: options });
  standIn = {
    processor,
    notices,
    onNotice: () => {},
    post: (data) => port.onmessage({ data }),
    postUnreadable: () => port.onmessageerror(),
  };
  return standIn;
}

/** The parameters' values as they are by default. */
export function defaultParameters(): ParameterValues {
  const values = PARAMETERS.map(({ name, defaultValue }) => [name, Float32Array.of(defaultValue)]);
  return Object.fromEntries(values) as ParameterValues;
}

/** Runs a processor of rigs over mono sound, in render quanta of 128 frames; what comes out on the first of two channels. */
export function runRigQuanta({ processor }: StandInProcessor, input: Float32Array): Float32Array {
  const output = [new Float32Array(input.length), new Float32Array(input.length)];
  for (let start = 0; start < input.length; start += 128) {
    const end = Math.min(input.length, start + 128);
    const block = input.subarray(start, end);
    processor.process([[block, block]], [output.map((plane) => plane.subarray(start, end))], defaultParameters());
  }
  return output[0];
}

/** Runs a processor over a signal of one channel, in render quanta of `frames`. */
export function runQuanta({ processor }: StandInProcessor, input: Float32Array, frames = 128): Float32Array {
  const output = new Float32Array(input.length);
  for (let start = 0; start < input.length; start += frames) {
    const end = Math.min(input.length, start + frames);
    processor.process([[input.subarray(start, end)]], [[output.subarray(start, end)]], defaultParameters());
  }
  return output;
}
