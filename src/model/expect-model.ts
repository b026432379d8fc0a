import type { Model } from './model.js';

/** Throws a TypeError for what is no model; the usual one is a promise of it. */
export function expectModel(model: Model): void {
  const value: unknown = model;
  if (typeof value === 'object' && value !== null && 'network' in value) return;
  const got = value instanceof Promise ? 'a Promise; is an await missing?' : value === null ? 'null' : typeof value;
  throw new TypeError(`model: expected what loadModel resolves with, got ${got}`);
}
