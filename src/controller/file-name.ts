import type { ModelFile } from '../model/model.js';
import type { ModelSource } from './model-source.js';

/** The name of a source's file: a File's own, or the last part of an address; empty where there is none. */
export function fileNameOf(source: ModelSource): string {
  switch (Object.prototype.toString.call(source).slice(8, -1)) {
    case 'String':
    case 'URL':
      return lastPart(String(source));
    case 'Response':
      return lastPart((source as Response).url);
    case 'File':
      return (source as File).name;
    case 'Object':
      return (source as ModelFile).name;
    default:
      return '';
  }
}

function lastPart(address: string): string {
  if (/^(data|blob):/i.test(address)) return '';
  const path = address.replace(/[?#].*/s, '').replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '');
  const part = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
