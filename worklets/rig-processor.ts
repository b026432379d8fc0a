import type { NodePath, NoticePort } from '../src/live/node-path.js';
import type { ProcessorOptions } from '../src/live/protocol.js';
import { RigPath } from '../src/live/rig/rig-path.js';
import { DilatoneProcessor } from './dilatone-processor.js';

/** The audio thread's end of a rig: the same shell around another path. */
export class RigProcessor extends DilatoneProcessor {
  protected override createPath(options: ProcessorOptions, port: NoticePort): NodePath {
    return new RigPath(options, sampleRate, port);
  }
}
