/** Whether two arrays hold the same numbers, bit for bit. */
export function sameBits(a: Float32Array, b: Float32Array): boolean {
  const [first, second] = [bitsOf(a), bitsOf(b)];
  return first.length === second.length && first.every((bits, t) => bits === second[t]);
}

function bitsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}
