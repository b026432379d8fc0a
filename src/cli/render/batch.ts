import { DilatoneError } from '../../errors.js';
import type { RenderJob } from './render-plan.js';
import type { Rendered, Renderer, RenderHooks } from './renderer.js';

/** What the steps of a batch call. */
export interface BatchHooks {
  /** Whether there is nothing to do for a file. Asked when its turn comes. */
  isDone(job: RenderJob): Promise<boolean>;
  hooksOf(job: RenderJob): RenderHooks;
  rendered(job: RenderJob, rendered: Rendered): Promise<void>;
  /** A DilatoneError; the others go on. */
  failed(job: RenderJob, error: DilatoneError): void;
}

/**
 * Renders files, as many at once as there are renderers, in order. Rejects, without waiting for what is in work, for
 * whatever is no failure of one file: an interruption, a bug.
 */
export async function runBatch(
  jobs: readonly RenderJob[],
  renderers: readonly Renderer[],
  hooks: BatchHooks,
): Promise<void> {
  const queue = jobs[Symbol.iterator]();
  const work = async (renderer: Renderer) => {
    for (const job of queue) {
      if (await hooks.isDone(job)) continue;
      try {
        await hooks.rendered(job, await renderer.render(job.input, hooks.hooksOf(job)));
      } catch (error) {
        if (!(error instanceof DilatoneError) || error.code === 'aborted') throw error;
        hooks.failed(job, error);
      }
    }
  };
  await Promise.all(renderers.map(work));
}
