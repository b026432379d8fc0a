import { filter, highPass, lowPass, peaking, type Section } from './biquad.js';
import { noise } from './random.js';
import { normalizeResponse } from './response-level.js';

/** A built-in loudspeaker; its impulse response is computed, not measured. */
export interface Cabinet {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  render(sampleRate: number): Float32Array<ArrayBuffer>;
}

const RESPONSE_SECONDS = 0.06;
const REFLECTIONS = 60;
const FIRST_REFLECTION_SECONDS = 0.0003;
const LAST_REFLECTION_SECONDS = 0.008;
const REFLECTION_DECAY_SECONDS = 0.0025;

/** The built-in cabinets. */
export const CABINETS: readonly Cabinet[] = [
  {
    id: 'closed-412',
    name: '4×12 closed',
    about: 'full and dark',
    render: (sampleRate) =>
      renderCabinet(sampleRate, 41, 0.12, [
        highPass(sampleRate, 75, 1.1),
        peaking(sampleRate, 125, 1.4, 4),
        peaking(sampleRate, 420, 1.1, -4.5),
        peaking(sampleRate, 2400, 1.6, 5),
        peaking(sampleRate, 3600, 3, -3),
        lowPass(sampleRate, 4800, 0.9),
        lowPass(sampleRate, 5600, 0.7),
      ]),
  },
  {
    id: 'open-112',
    name: '1×12 open',
    about: 'light and airy',
    render: (sampleRate) =>
      renderCabinet(sampleRate, 43, 0.22, [
        highPass(sampleRate, 105, 0.8),
        peaking(sampleRate, 210, 1.2, 2.5),
        peaking(sampleRate, 700, 1, -2.5),
        peaking(sampleRate, 3100, 1.4, 5.5),
        lowPass(sampleRate, 5600, 0.8),
        lowPass(sampleRate, 6600, 0.7),
      ]),
  },
];

/**
 * Filters an impulse and the cone's decaying random reflections by the resonances of a speaker in its box: a low cut by
 * the box, a dip in the low middle, the cone's break-up in the presence range, and a cut above it.
 */
function renderCabinet(
  sampleRate: number,
  seed: number,
  scatter: number,
  sections: readonly Section[],
): Float32Array<ArrayBuffer> {
  const random = noise(seed);
  const response = new Float32Array(Math.round(RESPONSE_SECONDS * sampleRate));
  response[0] = 1;
  for (let i = 0; i < REFLECTIONS; i++) {
    const seconds = FIRST_REFLECTION_SECONDS + (LAST_REFLECTION_SECONDS * (random() + 1)) / 2;
    addImpulse(response, seconds * sampleRate, scatter * random() * Math.exp(-seconds / REFLECTION_DECAY_SECONDS));
  }
  for (const section of sections) filter(response, section);
  const fadeFrames = response.length >> 1;
  for (let t = 0; t < fadeFrames; t++) {
    response[response.length - 1 - t] *= 0.5 - 0.5 * Math.cos((Math.PI * t) / fadeFrames);
  }
  return normalizeResponse(response, sampleRate);
}

/** Adds an impulse at a fractional frame, so that its time is the same at every sample rate. */
function addImpulse(response: Float32Array, frame: number, gain: number): void {
  const before = Math.floor(frame);
  const share = frame - before;
  response[before] += gain * (1 - share);
  response[before + 1] += gain * share;
}
