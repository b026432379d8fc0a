import type { LayerPicture } from './network-picture.js';

/**
 * Layers drawn as one fan. `offsets[0]` is the current frame alone; `offsets[i + 1]` are the frames back at which layer i
 * of the fan reads its input, so its taps connect `offsets[i]` with `offsets[i + 1]`.
 */
export interface Fan {
  readonly layers: readonly LayerPicture[];
  readonly offsets: readonly Int32Array[];
}

/**
 * Cuts a band into stacks whose dilation shrinks from the output to the input, and follows the taps of each stack back
 * from the current frame. Each stack has its own fan: beyond one stack nearly every frame is reached, and nothing could be
 * distinguished.
 */
export function fansOf(layers: readonly LayerPicture[]): Fan[] {
  const stacks: LayerPicture[][] = [];
  layers.forEach((layer, i) => {
    if (i === 0 || layer.dilation > layers[i - 1].dilation) stacks.push([]);
    stacks.at(-1)!.push(layer);
  });
  return stacks.map((stack) => ({ layers: stack, offsets: followTaps(stack) }));
}

function followTaps(layers: readonly LayerPicture[]): Int32Array[] {
  const totalFrames = layers.reduce((sum, layer) => sum + layer.lookbackFrames, 1);
  let reached: Uint8Array = new Uint8Array(totalFrames);
  reached[0] = 1;
  const offsets: Int32Array[] = [Int32Array.of(0)];
  for (const { kernelSize, dilation } of layers) {
    reached = spread(reached, kernelSize, dilation);
    offsets.push(indicesOf(reached));
  }
  return offsets;
}

/** Marks n + k·dilation, k < kernelSize, for every marked n. A sliding count makes its cost independent of kernelSize. */
function spread(marks: Uint8Array, kernelSize: number, dilation: number): Uint8Array {
  const counts = new Int32Array(marks.length);
  const result = new Uint8Array(marks.length);
  const span = kernelSize * dilation;
  for (let n = 0; n < marks.length; n++) {
    const before = n >= dilation ? counts[n - dilation] : 0;
    const leaving = n >= span ? marks[n - span] : 0;
    counts[n] = before + marks[n] - leaving;
    result[n] = counts[n] > 0 ? 1 : 0;
  }
  return result;
}

function indicesOf(marks: Uint8Array): Int32Array {
  const indices: number[] = [];
  marks.forEach((mark, index) => {
    if (mark) indices.push(index);
  });
  return Int32Array.from(indices);
}
