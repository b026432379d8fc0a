import type { Session } from '../../session/session.js';
import { positionOf } from '../rig/rig-places.js';
import type { KeyActions } from './shortcuts.js';

/** What the page's keys do with a session. */
export function keyActionsOf(session: Session, toggleKeys: () => void): KeyActions {
  const rig = () => session.store.value.rig;
  return {
    togglePlay: () => void session.playback.toggle(),
    toggleRig: () => session.rig.setRigBypass(!rig().bypassed),
    toggleBlock: () => {
      const { document, selected } = rig();
      const block = positionOf(document, selected)?.block;
      if (block) session.rig.setBypass(selected, !block.bypass);
    },
    chooseBuiltin: (index) => void session.models.chooseBuiltin(index),
    stepPreset: (direction) => {
      const { presets, presetId } = rig();
      const at = presets.findIndex(({ id }) => id === presetId);
      const next =
        presets[at < 0 && direction < 0 ? presets.length - 1 : (at + direction + presets.length) % presets.length];
      if (next) void session.rig.choosePreset(next.id);
    },
    swap: () => session.models.swap(),
    toggleTuner: () => session.practice.toggleTuner(),
    undo: () => void session.rig.undo(),
    redo: () => void session.rig.redo(),
    hearAll: () => void session.solo.choose(null),
    toggleKeys,
  };
}
