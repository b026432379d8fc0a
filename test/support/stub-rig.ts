import { expectBlock, findBlock, replaceBlock, setValues } from '../../src/rig/document/edit-rig.js';
import { readRig } from '../../src/rig/document/read-rig.js';
import type { RigDocument } from '../../src/rig/document/rig-document.js';
import type { RigSurface } from '../../src/rig/rig-surface.js';

/** A rig without sound: keeps its document, and lists what was called. */
export class StubRig implements RigSurface {
  document: RigDocument;
  readonly calls: unknown[][] = [];
  /** What changes of rigs wait for. */
  change: (document: RigDocument) => Promise<void> = async () => {};

  constructor(rig: unknown) {
    this.document = readRig(rig);
  }

  set(id: string, values: Readonly<Record<string, number>>): void {
    this.calls.push(['set', id, values]);
    this.document =
      id === 'input' || id === 'output'
        ? readRig({ ...this.document, [id]: values })
        : setValues(this.document, id, values);
  }

  setBypass(id: string, bypass: boolean): void {
    this.calls.push(['setBypass', id, bypass]);
    this.document = replaceBlock(this.document, id, { ...expectBlock(this.document, id), bypass });
  }

  async setState(document: RigDocument): Promise<'done' | 'overtaken'> {
    this.calls.push(['setState', document.name]);
    this.document = readRig(document);
    await this.change(document);
    return 'done';
  }

  block(id: string) {
    return findBlock(this.document, id);
  }
}
