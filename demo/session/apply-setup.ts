import { BUILTIN_MODELS } from '../builtin-models.js';
import { hasSetup, setupFromHash } from '../setup.js';
import type { Desk } from './desk.js';
import type { RigDesk } from './rig/rig-desk.js';
import type { RigKeeper } from './rig/rig-keeper.js';
import { hasRig, rigOf, rigOfSetup } from './rig/rig-link.js';
import * as messages from './rig/rig-messages.js';
import type { RigSession } from './rig/rig-session.js';
import type { SourceChoice } from './source-choice.js';

/** The parts of a session that a setup changes. */
interface SetupTarget {
  readonly desk: Desk;
  readonly rigDesk: RigDesk;
  readonly rig: RigSession;
  readonly keeper: RigKeeper;
  readonly sources: SourceChoice;
}

/** What the page begins with: the link in its address, or else the rig of the last visit. Resolves once its sound is in use. */
export async function beginSetup(target: SetupTarget): Promise<void> {
  const { desk, rigDesk, keeper, rig, sources } = target;
  const kept = keeper.read();
  // A link that was changed since is not obeyed again.
  const isNewLink = (hasRig(location.hash) || hasSetup(location.hash)) && location.hash !== kept?.hash;
  if (isNewLink) await applyLink(target);
  else if (kept) {
    rigDesk.refresh({ presetId: kept.presetId });
    await rig.replace(kept.document, 'none');
    if (kept.bypassed) rig.setRigBypass(true);
  } else rigDesk.show(rigDesk.document);
  const { clipId } = setupFromHash(location.hash, BUILTIN_MODELS);
  await sources.chooseClip(isNewLink || !kept ? clipId : kept.clipId);
  if (desk.state.clip === null) await sources.chooseClip(clipId);
}

/** Follows a link to the open page, unless it only names a place on it. */
export async function followLink(target: SetupTarget): Promise<void> {
  const { hash } = location;
  if (new URLSearchParams(hash.slice(1)).has('sound')) {
    await target.sources.chooseClip(setupFromHash(hash, BUILTIN_MODELS).clipId);
  }
  if (hasRig(hash) || hasSetup(hash)) await applyLink(target);
}

async function applyLink({ desk, rigDesk, rig }: SetupTarget): Promise<void> {
  const { hash } = location;
  const setup = setupFromHash(hash, BUILTIN_MODELS);
  try {
    const document = hasRig(hash) ? await rigOf(hash) : await rigOfSetup(setup, rigDesk.library);
    await rig.replace(document, desk.studio ? 'step' : 'none');
    rig.setRigBypass(setup.bypassed);
  } catch (error) {
    desk.tell(messages.describeBrokenLink(error));
    rigDesk.show(rigDesk.document);
  }
}
