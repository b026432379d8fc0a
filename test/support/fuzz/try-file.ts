import { compileNetwork } from '../../../src/compiler/compile.js';
import { createEngine } from '../../../src/engine/engine-source.js';
import { DilatoneError } from '../../../src/errors.js';
import { parseModel } from '../../../src/formats/parse-model.js';
import type { Model } from '../../../src/model/model.js';
import type { Network } from '../../../src/network/network.js';
import { type Agreement, compareEngines } from './agreement.js';

/** What became of a file; `fault` is what must not be. */
export type Outcome =
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'played'; readonly agreement: Agreement['verdict'] }
  | { readonly kind: 'fault'; readonly what: string };

/** Longest message. */
const MOST_CHARACTERS = 300;
/** Frames of extreme sound. */
const FRAMES = 48;

/** Opens a file, compiles it, plays it in both engines. Hangs are seen from outside. */
export function tryFile(bytes: Uint8Array, seed: number): Outcome {
  let model: Model;
  try {
    model = parseModel(bytes);
  } catch (error) {
    return refusal(error);
  }
  try {
    const network = model.network();
    const fast = model.network({ tanh: 'fast' });
    if (fast !== network) playExtremes(fast);
    const agreement = compareEngines(network, seed);
    if (agreement.verdict !== 'differ') return { kind: 'played', agreement: agreement.verdict };
    const { difference, allowed } = agreement;
    return { kind: 'fault', what: `engines differ by ${difference}, allowed are ${allowed}` };
  } catch (error) {
    return { kind: 'fault', what: `a model that was read fails: ${stackOf(error)}` };
  }
}

function refusal(error: unknown): Outcome {
  if (!(error instanceof DilatoneError)) return { kind: 'fault', what: `raw error: ${stackOf(error)}` };
  const { code, message } = error;
  if (!['malformed', 'unsupported', 'limit'].includes(code)) return { kind: 'fault', what: `code ${code}` };
  if (message.length > MOST_CHARACTERS) return { kind: 'fault', what: `a message of ${message.length} characters` };
  if (!/^[^\p{Cc}\p{Bidi_Control}]*: expected .+, got .+$/u.test(message)) {
    return { kind: 'fault', what: `message ${JSON.stringify(message)}` };
  }
  return { kind: 'refused', code };
}

/** Samples far out of range must not trap. */
function playExtremes(network: Network): void {
  const engine = createEngine({ kind: 'bytes', program: compileNetwork(network) });
  const input = Float32Array.from({ length: FRAMES }, (_, t) => (-1) ** t * 10 ** (t - 9));
  const output = Array.from({ length: engine.outputChannels }, () => new Float32Array(FRAMES));
  engine.process(output, new Array<Float32Array>(engine.inputChannels).fill(input), FRAMES);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
