/** One signal in memory, [channels][stride]: its history, then the current block. */
export interface Plane {
  readonly data: Float32Array;
  readonly channels: number;
  readonly history: number;
  readonly stride: number;
}

/** Index of the first frame of a channel's current block. @realtime */
export function rowOf({ stride, history }: Plane, channel: number): number {
  return channel * stride + history;
}

/** y[yStart + c] = x[xStart + c] for `channels` channels of the current block. @realtime */
export function copyChannels(
  y: Plane,
  yStart: number,
  x: Plane,
  xStart: number,
  channels: number,
  frames: number,
): void {
  for (let c = 0; c < channels; c++) {
    const from = rowOf(x, xStart + c);
    const to = rowOf(y, yStart + c);
    for (let t = 0; t < frames; t++) y.data[to + t] = x.data[from + t];
  }
}

/** y = y + x, or y · x. @realtime */
export function combine(kind: 'add' | 'multiply', y: Plane, x: Plane, frames: number): void {
  for (let c = 0; c < y.channels; c++) {
    const from = rowOf(x, c);
    const to = rowOf(y, c);
    if (kind === 'add') for (let t = 0; t < frames; t++) y.data[to + t] += x.data[from + t];
    else for (let t = 0; t < frames; t++) y.data[to + t] *= x.data[from + t];
  }
}

/** Moves the last frames of the block to the end of the history. @realtime */
export function forget(plane: Plane, frames: number): void {
  const { data, channels, history, stride } = plane;
  if (history === 0) return;
  for (let c = 0; c < channels; c++) {
    const row = c * stride;
    data.copyWithin(row, row + frames, row + frames + history);
  }
}
