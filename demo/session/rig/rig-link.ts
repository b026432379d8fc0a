import { type ModelBlock, type RigBlock, type RigDocument, readSharedRig, shareRig } from '../../../src/rig/index.js';
import { BUILTIN_MODELS } from '../../builtin-models.js';
import { FIRST_RIG } from '../../first-rig.js';
import { cabinetReference, modelReference } from '../../rig-addresses.js';
import { COMPARISON_ID } from '../../rig-selectors.js';
import { controlsWithin, type Setup } from '../../setup.js';
import { CABINETS } from '../../sound/cabinets.js';
import type { DemoState } from '../../state.js';
import type { ModelLibrary } from './model-library.js';
import { fitForPage } from './page-document.js';

const RIG = 'rig';

/** The part of an address behind `#` that brings back the whole rig, and the sound. */
export async function linkOf({ rig, clipId }: Pick<DemoState, 'rig' | 'clipId'>): Promise<string> {
  const fields = new URLSearchParams({ sound: clipId, [RIG]: await shareRig(rig.document) });
  if (rig.bypassed) fields.set('model-off', '1');
  return `#${fields}`;
}

/** Whether a link has a whole rig. */
export function hasRig(hash: string): boolean {
  return new URLSearchParams(hash.replace(/^#/, '')).has(RIG);
}

/** The rig in a link. Rejects with a DilatoneError if it cannot be read. */
export async function rigOf(hash: string): Promise<RigDocument> {
  return fitForPage(await readSharedRig(new URLSearchParams(hash.replace(/^#/, '')).get(RIG) ?? ''));
}

/** The rig of a link of an earlier version: the level and the controls are those of the model that is heard. */
export async function rigOfSetup(setup: Setup, library: ModelLibrary): Promise<RigDocument> {
  const { model, otherModel, blend, driveDb, levelDb, mix, outputMode, cabinetId, gateDb } = setup;
  const isOtherHeard = otherModel !== null && blend > 0.5;
  const blockOf = async (index: number, id: string, isHeard: boolean): Promise<ModelBlock> => {
    const builtin = BUILTIN_MODELS[index];
    const reference = modelReference(builtin);
    const controls = isHeard ? await knownControls(setup, reference, library) : {};
    return {
      type: 'model',
      id,
      model: reference,
      level: outputMode,
      inputDb: driveDb,
      outputDb: isHeard && levelDb !== null ? levelDb : builtin.levelDb,
      mix,
      ...(Object.keys(controls).length > 0 && { controls }),
    };
  };
  const first = await blockOf(model, 'amp', !isOtherHeard);
  const amp: RigBlock =
    otherModel === null
      ? first
      : {
          type: 'split',
          id: COMPARISON_ID,
          blend,
          paths: [[first], [await blockOf(otherModel, 'amp-b', isOtherHeard)]],
        };
  const cabinet = CABINETS.find(({ id }) => id === cabinetId);
  const changed = (block: RigBlock): RigBlock => {
    if (block.type === 'model') return amp;
    if (block.type === 'gate' && gateDb !== null) return { ...block, bypass: false, thresholdDb: gateDb };
    if (block.type !== 'cabinet') return block;
    return cabinet ? { ...block, response: cabinetReference(cabinet) } : { ...block, bypass: true };
  };
  return fitForPage({ ...FIRST_RIG, blocks: FIRST_RIG.blocks.map(changed) });
}

async function knownControls(
  { controls }: Setup,
  reference: ModelBlock['model'],
  library: ModelLibrary,
): Promise<Readonly<Record<string, number>>> {
  if (Object.keys(controls).length === 0) return {};
  try {
    return controlsWithin(controls, (await library.load(reference)).model.info.controls);
  } catch {
    return {};
  }
}
