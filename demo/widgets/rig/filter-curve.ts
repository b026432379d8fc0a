import type { RigBlock } from '../../../src/rig/index.js';
import { parametersOf } from './parameters.js';

/** One band of a filter, with the parameters that its point in the curve sets; null for what is fixed. */
export interface CurveBand {
  readonly label: string;
  readonly shape: 'low shelf' | 'peak' | 'high shelf' | 'high pass';
  readonly hz: number;
  readonly gainDb: number;
  readonly q: number;
  readonly frequency: string | null;
  readonly gain: string | null;
  readonly width: string | null;
}

/** Frequencies at the ends of a curve. */
export const CURVE_HZ = [20, 20_000] as const;
/** Gain at its top, and the negative of that at its bottom. */
export const CURVE_DB = 24;

/** As in the audio thread: see the tone block. */
const BASS_HZ = 150;
const TREBLE_HZ = 2500;
const MID_Q = 0.7;
/** Curves are those of this rate; at others they differ near half the rate alone. */
const RATE_HZ = 48_000;
/** Frequencies lie this far below half the rate at most. */
const HIGHEST_SHARE = 0.95;
/** Points of a drawn curve. */
const POINTS = 96;

/** The bands of a block that has a curve; empty for others. */
export function bandsOf(block: RigBlock): CurveBand[] {
  const value = new Map(parametersOf(block).map((parameter) => [parameter.name, parameter.value]));
  const of = (name: string) => value.get(name) ?? 0;
  const fixed = { frequency: null, gain: null, width: null };
  const q = Math.SQRT1_2;
  if (block.type === 'equalizer') {
    return [1, 2, 3, 4].map((band) => ({
      label: `Band ${band}`,
      shape: band === 1 ? 'low shelf' : band === 4 ? 'high shelf' : 'peak',
      hz: of(`frequency${band}`),
      gainDb: of(`gain${band}Db`),
      q: of(`q${band}`),
      frequency: `frequency${band}`,
      gain: `gain${band}Db`,
      width: `q${band}`,
    }));
  }
  if (block.type === 'tone') {
    return [
      { ...fixed, label: 'Bass', shape: 'low shelf', hz: BASS_HZ, gainDb: of('bassDb'), q, gain: 'bassDb' },
      {
        label: 'Mid',
        shape: 'peak',
        hz: of('midHz'),
        gainDb: of('midDb'),
        q: MID_Q,
        frequency: 'midHz',
        gain: 'midDb',
        width: null,
      },
      { ...fixed, label: 'Treble', shape: 'high shelf', hz: TREBLE_HZ, gainDb: of('trebleDb'), q, gain: 'trebleDb' },
    ];
  }
  if (block.type === 'highpass') {
    return [
      { ...fixed, label: 'Low cut', shape: 'high pass', hz: of('frequency'), gainDb: 0, q, frequency: 'frequency' },
    ];
  }
  return [];
}

/** Gain in dB of all bands at a frequency. */
export function gainAt(bands: readonly CurveBand[], hz: number): number {
  return bands.reduce((sum, band) => sum + 10 * Math.log10(powerOf(band, hz)), 0);
}

/** Share 0 … 1 of the width at which a frequency stands. */
export function xOfHz(hz: number): number {
  return Math.log(hz / CURVE_HZ[0]) / Math.log(CURVE_HZ[1] / CURVE_HZ[0]);
}

/** The frequency at a share of the width. */
export function hzOfX(x: number): number {
  return CURVE_HZ[0] * (CURVE_HZ[1] / CURVE_HZ[0]) ** x;
}

/** Path of the curve in an SVG of a size. */
export function curvePath(bands: readonly CurveBand[], width: number, height: number, topDb = CURVE_DB): string {
  const points = Array.from({ length: POINTS + 1 }, (_, i) => {
    const db = Math.max(-2 * topDb, gainAt(bands, hzOfX(i / POINTS)));
    return `${((i / POINTS) * width).toFixed(1)} ${((0.5 - db / (2 * topDb)) * height).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}

/** |H|² of a band; the transfer functions of R. Bristow-Johnson's cookbook, over the warped frequency w. */
function powerOf({ shape, hz, gainDb, q }: CurveBand, at: number): number {
  const a = 10 ** (gainDb / 40);
  const w = warped(at) / warped(hz);
  const s = 1 - w * w;
  switch (shape) {
    case 'peak':
      return power(s, (w * a) / q) / power(s, w / (a * q));
    case 'low shelf':
      return (a * a * power(a - w * w, (Math.sqrt(a) * w) / q)) / power(1 - a * w * w, (Math.sqrt(a) * w) / q);
    case 'high shelf':
      return (a * a * power(1 - a * w * w, (Math.sqrt(a) * w) / q)) / power(a - w * w, (Math.sqrt(a) * w) / q);
    case 'high pass':
      return power(w * w, 0) / power(s, w / q);
  }
}

function power(real: number, imaginary: number): number {
  return real * real + imaginary * imaginary;
}

function warped(hz: number): number {
  return Math.tan((Math.PI / 2) * Math.min(HIGHEST_SHARE, (2 * hz) / RATE_HZ));
}
