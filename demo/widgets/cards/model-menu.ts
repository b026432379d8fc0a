import { BUILTIN_MODELS } from '../../builtin-models.js';
import { formatCount } from '../../format.js';
import type { ModelChoice, ModelState, RecentModel, SizeState } from '../../state.js';
import type { MenuItem, MenuSection } from '../controls/menu.js';
import { modelPicture } from './model-picture.js';

/** What an item of the model menu stands for. */
type ModelMenuChoice = ModelChoice | { readonly kind: 'size'; readonly size: number } | { readonly kind: 'file' };

const FILE = 'file';
const BUILTIN = 'builtin:';
const RECENT = 'recent:';
const SIZE = 'size:';

/** The item that opens a model file. */
export const FILE_SECTION: MenuSection = {
  items: [{ value: FILE, label: 'Open a model…', about: '.nam, .json, .onnx or .safetensors; or drop it anywhere' }],
};

/** The sizes of a model that comes in several, with the work of each. */
export function sizeSection(sizes: readonly SizeState[]): MenuSection {
  const items = sizes.map(({ size, multiplyAdds, inUse }, i): MenuItem => {
    const name = i === 0 ? 'Smallest' : i === sizes.length - 1 ? 'Largest' : `Size ${i + 1} of ${sizes.length}`;
    const about = `${formatCount(multiplyAdds)} multiply-adds per frame`;
    return { value: `${SIZE}${size}`, label: name, about, checked: inUse };
  });
  return { title: 'Sizes of this model', items };
}

/** The built-in models and the recent ones, of which `model` is marked as the one in use. */
export function modelSections(model: ModelState | null, recent: readonly RecentModel[]): MenuSection[] {
  const builtins = BUILTIN_MODELS.map(
    ({ name, description, kind }, index): MenuItem => ({
      value: `${BUILTIN}${index}`,
      label: name,
      about: description,
      mark: modelPicture(kind),
      checked: model?.builtinIndex === index,
    }),
  );
  // The latest of a name: of files with the same one, that was opened last.
  const inUse = model?.builtinIndex === null ? recent.find(({ name }) => name === model.fileName) : undefined;
  const kept = recent.map(
    (file): MenuItem => ({
      value: `${RECENT}${file.id}`,
      label: file.name,
      mark: modelPicture(),
      checked: file === inUse,
      removable: true,
    }),
  );
  return [{ items: builtins }, { title: 'Recent, kept in this browser', items: kept }];
}

/** Reads the value of an item of the sections above. */
export function readModelMenu(value: string): ModelMenuChoice {
  if (value === FILE) return { kind: 'file' };
  if (value.startsWith(SIZE)) return { kind: 'size', size: Number(value.slice(SIZE.length)) };
  if (value.startsWith(RECENT)) return { kind: 'recent', id: value.slice(RECENT.length) };
  return { kind: 'builtin', index: Number(value.slice(BUILTIN.length)) };
}
