/** Largest |actual − expected|, relative to max(1, peak of expected): golden cases allow 1e-5. NaN if there is one. */
export function goldenError(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const peak = expected.reduce((most, y) => Math.max(most, Math.abs(y)), 1);
  return expected.reduce((most, y, t) => Math.max(most, Math.abs(actual[t] - y)), 0) / peak;
}
