/** A row of `models/models.json`, which describes the models in that folder. */
interface ModelRow {
  readonly file: string;
  readonly name: string;
  /** Kind of device; selects the picture. */
  readonly kind: string;
  readonly description: string;
}

/** A model that comes with the page. */
export interface BuiltinModel {
  /** File name without its extension; links use it. */
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly kind: string;
  /** One line of text; may be empty. */
  readonly description: string;
  readonly url: string;
  /** Default of the Level knob. */
  readonly levelDb: number;
}

/** Listed first, whatever its row in the table. */
const DEFAULT_MODEL = 'triode-crunch';

/** Models that preserve the peaks of their input start lower: normalizing uses the mean loudness from the file. */
const LEVELS_DB: Readonly<Record<string, number>> = { 'bucket-echo': -3, 'opto-compressor': -5 };

const files = import.meta.glob<string>('../models/*.{nam,safetensors}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const tables = import.meta.glob<readonly ModelRow[]>('../models/models.json', { import: 'default', eager: true });

/** The models of `models/`, the default one first; the keys 1 … 9 choose among them. */
export const BUILTIN_MODELS: readonly BuiltinModel[] = listModels(files, Object.values(tables)[0] ?? []);

/** The built-in model that is in use, or null where the model comes from a file. */
export function builtinOf(
  model: { readonly builtinIndex: number | null } | null,
  models: readonly BuiltinModel[] = BUILTIN_MODELS,
): BuiltinModel | null {
  return model === null || model.builtinIndex === null ? null : (models[model.builtinIndex] ?? null);
}

/** Describes the model files by the rows of the table, in its order; files without a row come last. */
export function listModels(urls: Readonly<Record<string, string>>, rows: readonly ModelRow[]): BuiltinModel[] {
  const place = (file: string) => {
    if (idOf(file) === DEFAULT_MODEL) return -1;
    const row = rows.findIndex((candidate) => candidate.file === file);
    return row < 0 ? rows.length : row;
  };
  return Object.entries(urls)
    .map(([path, url]) => ({ file: path.slice(path.lastIndexOf('/') + 1), url }))
    .sort((a, b) => place(a.file) - place(b.file) || a.file.localeCompare(b.file))
    .map(({ file, url }) => {
      const row = rows.find((candidate) => candidate.file === file);
      const id = idOf(file);
      return {
        id,
        file,
        url,
        name: row?.name ?? titleOf(id),
        kind: row?.kind ?? 'preamp',
        description: row?.description ?? '',
        levelDb: LEVELS_DB[id] ?? 0,
      };
    });
}

function idOf(file: string): string {
  return file.slice(0, file.lastIndexOf('.'));
}

function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words[0].toUpperCase() + words.slice(1);
}
