import { createDilatone, renderModel } from '../../../src/index.js';
import { maxDifference, noise } from '../../support/signals.js';
import { nano } from './models.js';
import { offlineContext, playInto } from './offline.js';

/** What a page under a Content-Security-Policy reports to the one that embeds it. */
export type PolicyReport =
  | { readonly engine: string; readonly warnings: readonly string[]; readonly difference: number }
  | { readonly error: string };

/** Runs a model in this page and reports how that went. */
async function report(): Promise<PolicyReport> {
  try {
    const workletUrl = new URLSearchParams(document.body.dataset.query).get('workletUrl') ?? undefined;
    const input = noise(2000, 1);
    const context = offlineContext('native', 1, input.length);
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

window.parent.postMessage(await report());
