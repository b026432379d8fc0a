import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { exists, isSameFile, makeFolder, outputFile, removeStaleFiles, replaceFile } from '../files.js';
import { type Io, throwIfInterrupted } from '../io.js';
import { UsageError } from '../options.js';
import { createWorkbench } from '../work/create-workbench.js';
import { inputError } from '../work/error-message.js';
import type { Workbench } from '../work/workbench.js';
import { isFinished } from './is-finished.js';
import { RenderLog } from './render-log.js';
import { planBatch, type RenderJob } from './render-plan.js';
import type { RenderRequest, RenderSettings } from './render-request.js';

/** `dilatone render`: writes as many frames as it reads, at their rate. Returns the number of files that failed. */
export async function render(request: RenderRequest, io: Io): Promise<number> {
  const { settings, files, json } = request;
  const batch = 'folder' in files ? files : null;
  const { jobs, warnings } = 'folder' in files ? await planBatch(files, io) : { jobs: [files], warnings: [] };
  for (const { output } of jobs) await checkOutput(output, settings.model, batch !== null, io);

  const count = io.startThread ? Math.min(batch?.jobs ?? availableParallelism(), jobs.length) : 1;
  const workbenches = Array.from({ length: count }, () => createWorkbench(io));
  const log = new RenderLog(io, { json, isBatch: batch !== null });
  const queue = jobs[Symbol.iterator]();
  const renderFromQueue = async (workbench: Workbench) => {
    for (const job of queue) {
      throwIfInterrupted(io.signal, job.input);
      if (batch && !batch.force && (await isFinished(job.output))) log.skipped(job);
      else await renderJob(job, workbench, settings, io, log);
    }
  };
  try {
    for (const warning of await workbenches[0].open(settings)) log.warned(settings.model, warning);
    for (const { where, detail } of warnings) log.warned(where, detail);
    for (const folder of new Set(jobs.map(({ output }) => dirname(output)))) {
      if (batch) await makeFolder(folder);
      await removeStaleFiles(folder);
    }
    // After an interruption, this rejects without waiting for the others.
    await Promise.all(workbenches.map(renderFromQueue));
    log.ended();
  } finally {
    log.interrupted();
    for (const workbench of workbenches) workbench.close();
  }
  return log.counts.failed;
}

/** Checks an output before any work is done. */
async function checkOutput(output: string, model: string, isInBatch: boolean, { signal }: Io): Promise<void> {
  throwIfInterrupted(signal, output);
  if (!isInBatch || (await exists(output))) await outputFile(output);
  if (!(await isSameFile(output, model))) return;
  throw new UsageError('render', `--${isInBatch ? 'out-dir' : 'output'}: expected a file of its own, got the model`);
}

/** Renders and writes one file. Rejects only for an interruption: the other files go on if this one fails. */
async function renderJob(job: RenderJob, workbench: Workbench, settings: RenderSettings, io: Io, log: RenderLog) {
  try {
    const rendered = await workbench.render(job.input, settings, {
      onStart: (seconds) => log.started(job, seconds),
      onProgress: (share) => log.progressed(job, share),
    });
    await replaceFile(await outputFile(job.output), rendered.bytes, io.signal);
    log.rendered(job, rendered);
    const { clippedSamples, warning } = rendered;
    if (warning !== undefined) log.warned(job.input, warning);
    if (clippedSamples > 0) {
      log.warned(job.output, `${clippedSamples} samples were too loud for ${settings.bits} bits and are clipped`);
    }
  } catch (error) {
    const known = inputError(error, job.input);
    if (known.code === 'aborted') throw known;
    log.failed(job, known);
  }
}
