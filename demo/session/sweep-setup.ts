import type { SweepSetup } from '../analysis/sweep.js';
import { soundSettings } from '../audio/sound-settings.js';
import { type DemoState, heardSlot } from '../state.js';

/** The model that is heard, as it is set now; null without one. */
export function sweepSetupOf(state: DemoState): SweepSetup | null {
  const slot = heardSlot(state);
  const { model, controls, size } = state.slots[slot];
  return model && { model: model.model, controls, size, ...soundSettings(state).amps[slot] };
}
