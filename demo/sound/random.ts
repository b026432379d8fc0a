/** A seeded generator of numbers in −1 … 1 (xorshift32), so that the built-in sounds are the same on every machine. */
export function noise(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 0x80000000;
  };
}
