/** Audio of several channels, one array per channel. */
export type Planes = readonly Float32Array[];

/** Silent planes. */
export function createPlanes(channels: number, frames: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(frames));
}

/** Copies frames; a whole array, the usual case, at once. @realtime */
export function copyFrames(
  to: Float32Array,
  toStart: number,
  from: Float32Array,
  fromStart: number,
  frames: number,
): void {
  if (frames === from.length) to.set(from, toStart);
  else for (let t = 0; t < frames; t++) to[toStart + t] = from[fromStart + t];
}

/** Whether every channel's first frames are finite numbers. @realtime */
export function allFinite(planes: Planes, frames: number): boolean {
  let sum = 0;
  for (let c = 0; c < planes.length; c++) {
    const plane = planes[c];
    // x · 0 is 0 for every finite x, else NaN: cheaper than testing each sample.
    for (let t = 0; t < frames; t++) sum += plane[t] * 0;
  }
  return sum === 0;
}
