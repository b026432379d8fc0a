export * from './index.js';
export * from './pedal/index.js';
export * from './rig/index.js';
