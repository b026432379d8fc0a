import type { FileReference, RigDocument } from '../../src/rig/index.js';
import { BUILTIN_MODELS } from '../builtin-models.js';
import { builtinIndexOf, cabinetOf, keyOf, withReferences } from '../rig-addresses.js';
import type { DemoState } from '../state.js';

/** A file that must be put beside a page that runs the code. */
export interface CodeFile {
  /** Name by which the code asks for it. */
  readonly name: string;
  readonly reference: FileReference;
}

/** What of a state is in the code. */
type CodeState = Pick<DemoState, 'source' | 'rig'>;

/**
 * Code for an app that plays the page's rig. Models that come with the page are fetched from where it is, `page`; the other files are
 * to be put beside the app.
 */
export function codeFor({ source, rig }: CodeState, page: string): string {
  const files = filesOf(rig.document);
  const microphone = source === 'microphone';
  const document = JSON.stringify(codeDocument(rig.document, files, page), null, 2);
  const lines = [
    `import { ${microphone ? 'openMicrophone, ' : ''}resumeOnGesture } from 'dilatone';`,
    "import { createRig } from 'dilatone/rig';",
    '',
    ...files.map(({ name }) => `// Put “${name}” beside this page.`),
    `const sound = ${document};`,
    '',
    'const context = new AudioContext({ sampleRate: 48000 });',
    '// Browsers are silent until the first click or key.',
    'resumeOnGesture(context);',
    'const rig = await createRig(context, sound);',
    ...(rig.bypassed ? ['rig.bypass = true;'] : []),
    ...(microphone
      ? ['const { node: source } = await openMicrophone(context);']
      : ["const source = context.createMediaElementSource(document.querySelector('audio'));"]),
    'source.connect(rig.node);',
    'rig.connect(context.destination);',
  ];
  return `${lines.join('\n')}\n`;
}

/** The files of a rig that have no address, each once. */
export function filesOf(document: RigDocument): CodeFile[] {
  const files = new Map<string, CodeFile>();
  const names = new Set<string>();
  withReferences(document, (reference) => {
    const key = keyOf(reference);
    if (builtinIndexOf(reference) !== null || files.has(key)) return reference;
    const cabinet = cabinetOf(reference);
    if (reference.sha256 === undefined && cabinet === null) return reference;
    const wished = cabinet ? `${cabinet.id}.wav` : (reference.name ?? 'file').replace(/[\\/]/g, '-');
    let name = wished;
    for (let n = 2; names.has(name); n++) name = `${n}-${wished}`;
    names.add(name);
    files.set(key, { name, reference });
    return reference;
  });
  return [...files.values()];
}

/** An iframe with a small player of the current rig. `page` is the address of the demo, `hash` comes from `linkOf`. */
export function embedFor(page: string, hash: string): string {
  const address = new URL(`embed.html${hash}`, page).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<iframe src="${address}" title="Dilatone" width="420" height="120" allow="autoplay" style="border: 0; max-width: 100%"></iframe>\n`;
}

/** The rig with an address for each file, and rounded numbers. */
function codeDocument(document: RigDocument, files: readonly CodeFile[], page: string): unknown {
  const {
    format: _format,
    version: _version,
    ...rest
  } = withReferences(document, (reference) => {
    const builtin = BUILTIN_MODELS[builtinIndexOf(reference) ?? -1];
    if (builtin) return { url: new URL(builtin.url, page).href };
    const file = files.find((one) => keyOf(one.reference) === keyOf(reference));
    return file ? { url: encodeURIComponent(file.name) } : reference;
  });
  const round = (value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
  return JSON.parse(JSON.stringify(rest, (_key, value: unknown) => round(value)));
}
