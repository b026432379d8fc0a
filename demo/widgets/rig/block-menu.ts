import type { RigBlock } from '../../../src/rig/index.js';
import { formatDb } from '../../format.js';
import type { BlockState, RigActions } from '../../rig-state.js';
import { CABINETS } from '../../sound/cabinets.js';
import type { RecentModel } from '../../state.js';
import { FILE_SECTION, modelSections, readModelMenu, sizeSection } from '../cards/model-menu.js';
import type { MenuItem, MenuSection } from '../controls/menu.js';
import { pickFile } from './pick-file.js';
import { ForgetModelEvent } from './rig-events.js';

/** What a block's menu can do that is no call of `RigActions`. */
export interface MenuHost {
  readonly actions: RigActions;
  /** Lets the player type another name. */
  startRenaming(): void;
  /** Moves the block a step along the signal. */
  step(key: 'ArrowLeft' | 'ArrowRight'): void;
}

const LEVELS = [
  { level: 'normalized', label: 'Normalized', about: 'all models equally loud' },
  { level: 'raw', label: 'Raw', about: 'as loud as the file makes it' },
  { level: 'calibrated', label: 'Calibrated', about: 'as loud as the device itself' },
] as const;

const OVERSAMPLING = [
  { factor: 1, label: 'At its own rate', about: 'the least work' },
  { factor: 2, label: '2 × oversampling', about: 'less aliasing, twice the work' },
  { factor: 4, label: '4 × oversampling', about: 'least aliasing, four times the work' },
] as const;

const OPEN_RESPONSE = 'response';
const COMPARE = 'compare:';

/** Menu of what a block plays: models or cabinets. Empty for blocks without a file. */
export function fileSections(
  block: RigBlock,
  state: BlockState | undefined,
  recent: readonly RecentModel[],
): MenuSection[] {
  if (block.type === 'model') {
    return [sizeSection(state?.model?.sizes ?? []), ...modelSections(state?.model ?? null, recent), FILE_SECTION];
  }
  if (block.type !== 'cabinet') return [];
  return [
    {
      items: CABINETS.map(({ id, name, about }) => ({
        value: id,
        label: name,
        about,
        checked: id === state?.cabinetId,
      })),
    },
    { items: [{ value: OPEN_RESPONSE, label: 'Open an impulse response…', about: 'a WAV file; or drop it here' }] },
  ];
}

/** Obeys an item of `fileSections`. */
export function chooseFile(block: RigBlock, choice: string, actions: RigActions): void {
  const id = block.id ?? '';
  if (block.type === 'cabinet') {
    if (choice === OPEN_RESPONSE) pickFile('response', (file) => void actions.openResponse(id, file));
    else void actions.chooseCabinet(id, choice);
    return;
  }
  const model = readModelMenu(choice);
  if (model.kind === 'file') pickFile('model', (file) => void actions.openModel(id, file));
  else if (model.kind === 'size') void actions.update(id, { size: model.size });
  else void actions.chooseModel(id, model);
}

/** The event that asks to forget the recent model of an item of `fileSections`; null for other items. */
export function forgetting(choice: string): ForgetModelEvent | null {
  const model = readModelMenu(choice);
  return model.kind === 'recent' ? new ForgetModelEvent(model.id) : null;
}

/** Menu of what can be done with a block. */
export function blockSections(block: RigBlock, state: BlockState | undefined): MenuSection[] {
  const model =
    block.type === 'model'
      ? [...levelSections(block.level ?? 'normalized', state), oversampling(block.oversampling ?? 1)]
      : [];
  return [
    ...model,
    {
      items: [
        { value: 'rename', label: 'Rename…' },
        { value: 'earlier', label: 'Move earlier', about: 'Alt + ←' },
        { value: 'later', label: 'Move later', about: 'Alt + →' },
      ],
    },
    { items: [{ value: 'remove', label: 'Remove' }] },
  ];
}

/** Obeys an item of `blockSections`. */
export function chooseBlockItem(block: RigBlock, choice: string, host: MenuHost): void {
  const id = block.id ?? '';
  const { actions } = host;
  if (choice === 'remove') void actions.remove(id);
  else if (choice === 'rename') host.startRenaming();
  else if (choice === 'earlier') host.step('ArrowLeft');
  else if (choice === 'later') host.step('ArrowRight');
  else if (choice.startsWith('level:')) void actions.update(id, { level: choice.slice(6) });
  else if (choice.startsWith('rate:')) void actions.update(id, { oversampling: Number(choice.slice(5)) });
}

/** Models to compare one with: built-in ones, recent ones, a file. */
export function compareSections(recent: readonly RecentModel[]): MenuSection[] {
  return [...modelSections(null, recent), FILE_SECTION].map(({ title, items }) => ({
    ...(title !== undefined && { title }),
    items: items.map(({ checked, removable, ...item }) => ({ ...item, value: COMPARE + item.value })),
  }));
}

/** Obeys an item of `compareSections`; whether it was one. */
export function chooseComparison(id: string, choice: string, actions: RigActions): boolean {
  if (!choice.startsWith(COMPARE)) return false;
  const model = readModelMenu(choice.slice(COMPARE.length));
  if (model.kind === 'file') pickFile('model', (file) => void actions.compareWith(id, file));
  else if (model.kind !== 'size') void actions.compareWith(id, model);
  return true;
}

/** Ways to choose the level, with the gain of each; calibrated is disabled if the file does not name its levels. */
function levelSections(chosen: string, state: BlockState | undefined): MenuSection[] {
  const items = LEVELS.map(({ level, label, about }): MenuItem => {
    const gainDb = state?.model?.info.outputGainsDb[level] ?? null;
    return {
      value: `level:${level}`,
      label: gainDb === null ? label : `${label} (${formatDb(gainDb)})`,
      about: gainDb !== null || !state?.model ? about : 'this file does not name its level',
      checked: level === chosen,
      disabled: gainDb === null && level === 'calibrated',
    };
  });
  return [{ title: 'Level', items }];
}

function oversampling(chosen: number): MenuSection {
  const items = OVERSAMPLING.map(({ factor, label, about }): MenuItem => {
    return { value: `rate:${factor}`, label, about, checked: factor === chosen };
  });
  return { title: 'Rate', items };
}
