/** Scales a sound to a peak. */
export function scaleToPeak(loop: Float32Array, peak: number): void {
  let highest = 0;
  for (const value of loop) highest = Math.max(highest, Math.abs(value));
  if (highest === 0) return;
  for (let t = 0; t < loop.length; t++) loop[t] *= peak / highest;
}

/** Removes the mean. */
export function removeMean(loop: Float32Array): void {
  const mean = loop.reduce((sum, value) => sum + value, 0) / loop.length;
  for (let t = 0; t < loop.length; t++) loop[t] -= mean;
}

/** Adds a sound to a loop from `startFrame` on; what extends past the end wraps to the beginning. */
export function addWrapped(loop: Float32Array, sound: Float32Array, startFrame: number): void {
  let position = startFrame % loop.length;
  for (let t = 0; t < sound.length; t++) {
    loop[position] += sound[t];
    if (++position === loop.length) position = 0;
  }
}
