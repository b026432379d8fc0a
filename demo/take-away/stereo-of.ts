const HALF_POWER = Math.SQRT1_2;

/**
 * The one or two channels that Web Audio makes of any count of them, where a node takes two: surround sound is mixed by its
 * places, of other counts the first two are taken.
 */
export function stereoOf(channels: readonly Float32Array[]): readonly Float32Array[] {
  const [left, right, third, fourth, fifth, sixth] = channels;
  if (channels.length === 4) return [halves(left, third), halves(right, fourth)];
  if (channels.length !== 6) return channels.slice(0, 2);
  // Left, right, centre, low frequencies (which are left out), left and right behind.
  return [mixed(left, third, fifth), mixed(right, third, sixth)];
}

function mixed(front: Float32Array, centre: Float32Array, back: Float32Array): Float32Array {
  return front.map((sample, t) => sample + HALF_POWER * (centre[t] + back[t]));
}

function halves(front: Float32Array, back: Float32Array): Float32Array {
  return front.map((sample, t) => 0.5 * (sample + back[t]));
}
