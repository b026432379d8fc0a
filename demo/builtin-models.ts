/** A model that comes with the page. */
export interface BuiltinModel {
  readonly name: string;
  readonly url: string;
}

/** Shown first, whatever the alphabet says. */
const DEFAULT_MODEL = 'triode-crunch';

const files = import.meta.glob<string>('../models/*.nam', { query: '?url', import: 'default', eager: true });

/** The models of `models/`, the default one first; the keys 1 … 9 choose among them. */
export const BUILTIN_MODELS: readonly BuiltinModel[] = Object.entries(files)
  .map(([path, url]) => ({ stem: path.slice(path.lastIndexOf('/') + 1, -'.nam'.length), url }))
  .sort((a, b) => Number(b.stem === DEFAULT_MODEL) - Number(a.stem === DEFAULT_MODEL) || a.stem.localeCompare(b.stem))
  .map(({ stem, url }) => ({ name: titleOf(stem), url }));

function titleOf(stem: string): string {
  const words = stem.replaceAll('-', ' ');
  return words[0].toUpperCase() + words.slice(1);
}
