import type { Control } from '../network/controls.js';
import type { PedalDevice } from './pedal-device.js';

/** A gain in words. */
export function formatDb(db: number): string {
  return `${db > 0 ? '+' : ''}${Number(db.toFixed(1))}\u00a0dB`.replace('-', '−');
}

/** A share in words. */
export function formatPercent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`;
}

/** The value of a model's control in words. */
export function formatControl({ unit }: Control): (value: number) => string {
  return (value) => `${Number(value.toPrecision(3))}${unit ? `\u00a0${unit}` : ''}`;
}

/** What a device plays and how, in one line. */
export function formatFacts({ model, engine, latencyFrames, sampleRate }: PedalDevice['info']): string {
  const facts = [model.architecture, `${model.sampleRate / 1000} kHz`];
  if (latencyFrames > 0) facts.push(`${((1000 * latencyFrames) / sampleRate).toFixed(1)} ms`);
  if (engine === 'interpreter') facts.push('interpreted');
  return facts.join(' · ');
}
