/** A row of `models/models.json`: what is told of a model that comes with Dilatone. */
interface ModelRow {
  readonly file: string;
  readonly name: string;
  /** What device it is; chooses its picture. */
  readonly kind: string;
  readonly description: string;
}

/** A model that comes with the page. */
export interface BuiltinModel {
  /** Its file's name without the ending: what links call it. */
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly kind: string;
  /** One line about it; empty where nothing is told. */
  readonly description: string;
  readonly url: string;
  /** Where the Level knob starts. */
  readonly levelDb: number;
}

/** Shown first, whatever the list says. */
const DEFAULT_MODEL = 'triode-crunch';

/** Models that keep the peaks of what they hear, and so are turned down: the loudness that their files tell is a mean. */
const LEVELS_DB: Readonly<Record<string, number>> = { 'bucket-echo': -3, 'opto-compressor': -5 };

const files = import.meta.glob<string>('../models/*.{nam,safetensors}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const tables = import.meta.glob<readonly ModelRow[]>('../models/models.json', { import: 'default', eager: true });

/** The models of `models/`, the default one first; the keys 1 … 9 choose among them. */
export const BUILTIN_MODELS: readonly BuiltinModel[] = listModels(files, Object.values(tables)[0] ?? []);

/** The models that are there, in the order of their table; those that it does not name come last. */
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
