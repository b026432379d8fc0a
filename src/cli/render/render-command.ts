import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { DilatoneError } from '../../errors.js';
import type { Model } from '../../model/model.js';
import { exists, isSameFile, makeFolder, outputFile, readModel, removeStaleFiles, replaceFile } from '../files.js';
import type { Io } from '../io.js';
import { UsageError } from '../options.js';
import { RenderLog } from './render-log.js';
import { planBatch, type RenderJob } from './render-plan.js';
import type { RenderRequest, RenderSettings } from './render-request.js';
import { WorkerRenderer } from './render-worker.js';
import { LocalRenderer, type Renderer } from './renderer.js';

/** `dilatone render`: writes as many frames as it reads, at their rate. Returns the number of files that failed. */
export async function render(request: RenderRequest, io: Io): Promise<number> {
  const { settings, files, json } = request;
  const batch = 'folder' in files ? files : null;
  const jobs = 'folder' in files ? await planBatch(files) : [files];
  for (const { output } of jobs) await checkOutput(output, settings.model, batch !== null);
  const model = await readModel(settings.model);
  checkControls(model, settings);
  for (const folder of new Set(jobs.map(({ output }) => dirname(output)))) {
    if (batch) await makeFolder(folder);
    await removeStaleFiles(folder);
  }

  const log = new RenderLog(io, { json, isBatch: batch !== null });
  warn(log, model, settings);
  const count = Math.min(batch?.jobs ?? availableParallelism(), jobs.length);
  const renderers = createRenderers(count, settings, model, io);
  const queue = jobs[Symbol.iterator]();
  const renderFromQueue = async (renderer: Renderer) => {
    for (const job of queue) {
      if (batch && !batch.force && (await exists(job.output))) log.skipped(job);
      else await renderJob(job, renderer, settings, io, log);
    }
  };
  try {
    // After an interruption or a bug, this rejects without waiting for the other renderers.
    await Promise.all(renderers.map(renderFromQueue));
    log.ended();
  } finally {
    log.interrupted();
    for (const renderer of renderers) renderer.close();
  }
  return log.counts.failed;
}

/** Checks an output before any work is done. */
async function checkOutput(output: string, model: string, isInBatch: boolean): Promise<void> {
  if (!isInBatch || (await exists(output))) await outputFile(output);
  if (!(await isSameFile(output, model))) return;
  throw new UsageError('render', `--${isInBatch ? 'out-dir' : 'output'}: expected a file of its own, got the model`);
}

/** Refuses controls that the model does not have, and values out of their ranges. */
function checkControls(model: Model, { controls }: RenderSettings): void {
  try {
    model.network({ controls });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError('render', error.message.replace(/^controls\.?/, '--control ').replace(' :', ':'));
  }
}

function warn(log: RenderLog, { info }: Model, settings: RenderSettings): void {
  for (const warning of info.warnings) log.warned(settings.model, warning);
  if (settings.size !== undefined && info.sizes.length === 0) {
    log.warned(settings.model, 'it has one size only, and --size changes nothing');
  }
}

/** Worker threads for several files at once; a single renderer works in this thread. */
function createRenderers(count: number, settings: RenderSettings, model: Model, io: Io): Renderer[] {
  const { startRenderWorker, signal } = io;
  if (!startRenderWorker || count === 1) return [new LocalRenderer(settings, { model, signal })];
  return Array.from({ length: count }, () => new WorkerRenderer(startRenderWorker(settings), signal));
}

/** Renders and writes one file. Rejects only for an interruption or a bug: the other files go on if this one fails. */
async function renderJob(job: RenderJob, renderer: Renderer, { bits }: RenderSettings, io: Io, log: RenderLog) {
  try {
    const rendered = await renderer.render(job.input, {
      onStart: (seconds) => log.started(job, seconds),
      onProgress: (share) => log.progressed(job, share),
    });
    await replaceFile(await outputFile(job.output), rendered.bytes, io.signal);
    log.rendered(job, rendered);
    const { clippedSamples, warning } = rendered;
    if (warning !== undefined) log.warned(job.input, warning);
    if (clippedSamples > 0) {
      log.warned(job.output, `${clippedSamples} samples were too loud for ${bits} bits and are clipped`);
    }
  } catch (error) {
    if (!(error instanceof DilatoneError) || error.code === 'aborted') throw error;
    log.failed(job, error);
  }
}
