const scratch = new DataView(new ArrayBuffer(4));

/** A number from the bits of bfloat16, the upper half of a float32. */
export function fromBrain(bits: number): number {
  scratch.setUint16(0, bits);
  return scratch.getFloat32(0);
}

/** A number from the bits of IEEE 754 binary16: a sign, 5 bits of exponent and 10 of mantissa. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (0x400 + mantissa) * 2 ** (exponent - 25);
}
