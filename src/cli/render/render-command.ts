import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type { DilatoneError } from '../../errors.js';
import type { Model } from '../../model/model.js';
import { exists, isSameFile, makeFolder, outputFile, replaceFile } from '../files.js';
import type { Io } from '../io.js';
import { readModel } from '../model-file.js';
import { removeStaleFiles } from '../temporary-files.js';
import { UsageError } from '../usage-error.js';
import { runBatch } from './batch.js';
import { RenderLog } from './render-log.js';
import { planBatch, type RenderJob } from './render-plan.js';
import type { RenderRequest, RenderSettings } from './render-request.js';
import { LocalRenderer, type Rendered, type Renderer } from './renderer.js';
import { WorkerRenderer } from './worker-renderer.js';

/** `dilatone render`: as many frames as were read, at their rate. Gives the number of files that failed. */
export async function render(request: RenderRequest, io: Io): Promise<number> {
  const { settings, files, json } = request;
  const batch = 'folder' in files ? files : null;
  const jobs = 'folder' in files ? await planBatch(files) : [files];
  for (const { output } of jobs) await checkOutput(output, settings.model, batch !== null);
  const model = await readModel(settings.model);
  checkControls(model, settings);
  const { info } = model;
  for (const folder of new Set(jobs.map(({ output }) => dirname(output)))) {
    if (batch) await makeFolder(folder);
    await removeStaleFiles(folder);
  }

  const log = new RenderLog(io, { json, isBatch: batch !== null });
  for (const warning of info.warnings) log.warned(settings.model, warning);
  if (settings.size !== undefined && info.sizes.length === 0) {
    log.warned(settings.model, 'it has one size only, and --size changes nothing');
  }
  const count = Math.min(batch?.jobs ?? availableParallelism(), jobs.length);
  const renderers = createRenderers(count, settings, model, io);
  try {
    await runBatch(jobs, renderers, {
      isDone: async (job) => {
        const isDone = batch !== null && !batch.force && (await exists(job.output));
        if (isDone) log.skipped(job);
        return isDone;
      },
      hooksOf: (job) => ({
        onStart: (seconds) => log.started(job, seconds),
        onProgress: (share) => log.progressed(job, share),
      }),
      rendered: (job, rendered) => finish(job, rendered, settings, io, log),
      failed: (job, error: DilatoneError) => log.failed(job, error),
    });
    log.ended();
  } finally {
    log.interrupted();
    for (const renderer of renderers) renderer.close();
  }
  return log.counts.failed;
}

/** What can be known of an output before any work is done. */
async function checkOutput(output: string, model: string, isInBatch: boolean): Promise<void> {
  if (!isInBatch || (await exists(output))) await outputFile(output);
  if (!(await isSameFile(output, model))) return;
  throw new UsageError('render', `--${isInBatch ? 'out-dir' : 'output'}: expected a file of its own, got the model`);
}

/** Refuses controls that the model has not, and values out of their ranges. */
function checkControls(model: Model, { controls }: RenderSettings): void {
  try {
    model.network({ controls });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError('render', error.message.replace(/^controls\.?/, '--control ').replace(' :', ':'));
  }
}

/** Worker threads for several files at once; one at a time is rendered in this thread. */
function createRenderers(count: number, settings: RenderSettings, model: Model, io: Io): Renderer[] {
  const { startRenderWorker, signal } = io;
  if (!startRenderWorker || count === 1) return [new LocalRenderer(settings, { model, signal })];
  return Array.from({ length: count }, () => new WorkerRenderer(startRenderWorker(settings), signal));
}

async function finish(job: RenderJob, rendered: Rendered, { bits }: RenderSettings, io: Io, log: RenderLog) {
  await replaceFile(await outputFile(job.output), rendered.bytes, io.signal);
  log.rendered(job, rendered);
  if (rendered.clippedSamples > 0) {
    log.warned(job.output, `${rendered.clippedSamples} samples were too loud for ${bits} bits and are clipped`);
  }
}
