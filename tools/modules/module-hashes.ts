import { createHash } from 'node:crypto';
import { SHAPES } from '../../bench/shapes.js';
import { compileNetwork } from '../../src/compiler/compile.js';
import { parseModel } from '../../src/formats/parse-model.js';
import type { Network } from '../../src/network/network.js';
import { filterNetwork } from '../../test/support/long-filter.js';
import { encodeFile } from '../../test/support/make-wavenet.js';
import { pairedNetwork } from '../../test/support/paired-network.js';
import { randomNetwork } from '../../test/support/random-network.js';

/** Networks of every kind, by name. */
function* networks(): Generator<[name: string, network: Network]> {
  for (const [name, { file }] of Object.entries(SHAPES)) yield [name, parseModel(encodeFile(file())).network()];
  for (let seed = 0; seed < 40; seed++) yield [`random-${seed}`, randomNetwork(seed)];
  for (let seed = 0; seed < 8; seed++) yield [`paired-${seed}`, pairedNetwork(seed)];
  yield ['filter-stereo', filterNetwork({ taps: 3000, inputs: 2, outputs: 2, surrounded: true })];
}

/** Prints `name module image` for each network, block size and kind of multiply-add. */
export function main(): void {
  for (const [name, network] of networks()) {
    for (const multiplyAdd of ['plain', 'relaxed'] as const) {
      for (const maxFrames of [128, 1000]) {
        const { bytes, image } = compileNetwork(network, { multiplyAdd, maxFrames });
        console.log([name, multiplyAdd, maxFrames, hash(bytes), hash(image)].join(' '));
      }
    }
  }
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
