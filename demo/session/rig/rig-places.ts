import type { FileReference, RigDocument } from '../../../src/rig/index.js';
import { encodeWav } from '../../../src/wav/encode-wav.js';
import { BUILTIN_MODELS } from '../../builtin-models.js';
import { builtinIndexOf, cabinetOf, cabinetReference, modelReference, withReferences } from '../../rig-addresses.js';
import { CABINETS, type Cabinet } from '../../sound/cabinets.js';

const CABINET_RATE = 48_000;
const MODEL_REFERENCES = BUILTIN_MODELS.map(modelReference);
const CABINET_REFERENCES = CABINETS.map(cabinetReference);

/** Where what comes with the page really is, by the address in documents; made when it is first needed. */
const places = new Map<string, string>();
/** The way back. */
const references = new Map<string, FileReference>();

/** The impulse response of a cabinet that comes with the page, as a WAV file. */
export function cabinetFile({ name, render }: Cabinet): File {
  const { bytes } = encodeWav({ sampleRate: CABINET_RATE, channels: [render(CABINET_RATE)] }, '32f');
  return new File([bytes], `${name}.wav`, { type: 'audio/wav' });
}

/** The document with whole addresses of what comes with the page: what the rig plays. */
export function playable(document: RigDocument): RigDocument {
  return withReferences(document, (reference) => {
    const { url } = reference;
    const place = url === undefined ? undefined : (places.get(url) ?? newPlace(reference));
    return place === undefined ? reference : { ...reference, url: place };
  });
}

/** The document of a rig that plays, as the page keeps it. */
export function portable(document: RigDocument): RigDocument {
  return withReferences(document, (reference) => references.get(reference.url ?? '') ?? reference);
}

function newPlace(reference: FileReference): string | undefined {
  const address = addressOf(reference);
  if (address === undefined) return undefined;
  const known = [...MODEL_REFERENCES, ...CABINET_REFERENCES].find(({ url }) => url === reference.url) ?? reference;
  places.set(reference.url as string, address);
  references.set(address, known);
  return address;
}

function addressOf(reference: FileReference): string | undefined {
  const builtin = BUILTIN_MODELS[builtinIndexOf(reference) ?? -1];
  if (builtin) return new URL(builtin.url, location.href).href;
  const cabinet = cabinetOf(reference);
  return cabinet ? URL.createObjectURL(cabinetFile(cabinet)) : undefined;
}
