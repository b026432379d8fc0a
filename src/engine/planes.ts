/** Audio of several channels, one array per channel. */
export type Planes = readonly Float32Array[];

/** Silent planes. */
export function createPlanes(channels: number, frames: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(frames));
}

/** Whether every channel's first frames are finite numbers. @realtime */
export function allFinite(planes: Planes, frames: number): boolean {
  let sum = 0;
  for (let c = 0; c < planes.length; c++) {
    const plane = planes[c];
    // Zero for every finite sample, NaN from the first that is not: cheaper than asking each.
    for (let t = 0; t < frames; t++) sum += plane[t] * 0;
  }
  return sum === 0;
}
