import type { SweepSetup } from '../analysis/sweep.js';
import { modeInputDb, modeOutputDb } from '../audio/sound-settings.js';
import { heardModel } from '../rig-selectors.js';
import type { DemoState } from '../state.js';

/** The model that is heard, as it is set now; null without one. */
export function sweepSetupOf(state: DemoState): SweepSetup | null {
  const heard = heardModel(state);
  const model = heard?.state?.model;
  if (!heard || !model) return null;
  const { level = 'normalized', inputDb = 0, outputDb = 0, mix = 1, controls = {}, size = 1, bypass } = heard.block;
  return {
    model: model.model,
    controls,
    size,
    inputGainDb: inputDb + modeInputDb(model.info, level),
    outputGainDb: outputDb + modeOutputDb(model.info, level),
    mix,
    bypassed: bypass === true || state.rig.bypassed,
  };
}
