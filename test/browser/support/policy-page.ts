import { createDilatone, renderModel } from '../../../src/index.js';
import { createRig, renderRig } from '../../../src/rig/index.js';
import { maxDifference, noise } from '../../support/signals.js';
import { nano } from './models.js';
import { offlineContext, playInto } from './offline.js';

/** What a page under a Content-Security-Policy reports to the one that embeds it. */
export type PolicyReport =
  | { readonly engine: string; readonly warnings: readonly string[]; readonly difference: number }
  | { readonly error: string };

/** Runs a model, or a rig, in this page and reports how that went. */
async function report(): Promise<PolicyReport> {
  try {
    const query = new URLSearchParams(document.body.dataset.query);
    const workletUrl = query.get('workletUrl') ?? undefined;
    const input = noise(2000, 1);
    const context = offlineContext('native', 1, input.length);
    if (query.has('rig')) return await reportRig(context, input, workletUrl);
    const model = nano();
    const dilatone = await createDilatone(context, { model, workletUrl });
    playInto(context, dilatone.node, [input]);
    dilatone.connect(context.destination);
    const output = (await context.startRendering()).getChannelData(0);
    const [expected] = await renderModel(model, [input]);
    const { engine, warnings } = dilatone.info;
    return { engine, warnings, difference: maxDifference(output, expected) };
  } catch (error) {
    return { error: String(error) };
  }
}

async function reportRig(
  context: OfflineAudioContext,
  input: Float32Array<ArrayBuffer>,
  workletUrl: string | undefined,
): Promise<PolicyReport> {
  const blocks = [
    { type: 'model', model: new URL('/models/diode-drive.nam', document.baseURI).href },
    { type: 'tone' },
  ];
  const rig = await createRig(context, blocks, { workletUrl });
  playInto(context, rig.node, [input]);
  rig.connect(context.destination);
  const output = (await context.startRendering()).getChannelData(0);
  const { channels } = await renderRig(blocks, [input]);
  const engine = rig.info.blocks[0].status;
  return { engine, warnings: rig.info.warnings, difference: maxDifference(output, channels[0]) };
}

window.parent.postMessage(await report());
