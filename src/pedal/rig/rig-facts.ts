import type { RigInfo } from '../../rig/rig-info.js';

/** How the rig runs, in one line. */
export function formatFacts({ rigSampleRate, latencySeconds, load }: RigInfo): string {
  const facts = [`${rigSampleRate / 1000} kHz`, `${(1000 * latencySeconds).toFixed(1)} ms`];
  if (load !== null) facts.push(`about ${Math.round(100 * load)}\u00a0% CPU`);
  return facts.join(' · ');
}
