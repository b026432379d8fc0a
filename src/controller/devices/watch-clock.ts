import { unwrapped } from '../../model/opaque.js';
import { expectContext } from '../link/in-use.js';
import { expectListener } from '../listeners.js';
import { type ResumableContext, watchGestures } from '../resume-on-gesture.js';
import { contextWith, watchState } from './inner-context.js';

/** `stalled`: the context should play, and does not. `revived`: it plays again. */
export type ClockEvent = 'stalled' | 'revived';

const CHECK_MS = 500;
/** Checks in a row in which the clock of a running context stands still. */
const STILL_CHECKS = 3;
/** How long to wait for the browser: promises of a context that is stuck may never settle. */
const PATIENCE_MS = 1000;

/**
 * Notices when a context that should play does not, and revives it, until the function returned is called. After a call or
 * another app, some browsers leave a context suspended, or say that it is running while its clock stands still. A suspended
 * one is resumed, one that stands still suspended and resumed: once at once, once more each time that the page is shown
 * again, and at each gesture of the user.
 *
 * It resumes only what an interruption or its own attempt has suspended: a context that the app suspends stays so. (What it
 * has suspended itself, and could not resume yet, the app cannot suspend visibly: end the watch then.) It does nothing while
 * the page is hidden, and leaves a context alone that is `interrupted`: until the interruption ends, to resume it is an error.
 *
 * @param listener called on the main thread
 * @param target where to listen for gestures; by default the whole page
 */
export function watchClock(
  context: ResumableContext,
  listener: (event: ClockEvent) => void = () => {},
  target: EventTarget = document,
): () => void {
  expectContext(context);
  expectListener(listener);
  const watch = new ClockWatch(unwrapped(context), listener);
  const timer = setInterval(() => {
    if (context.state === 'closed') end();
    else watch.check();
  }, CHECK_MS);
  const stopState = watchState(context, () => watch.follow());
  const stopGestures = watchGestures(() => watch.onGesture(), target);
  const end = () => {
    clearInterval(timer);
    stopState();
    stopGestures();
  };
  return end;
}

class ClockWatch {
  readonly #context: ResumableContext;
  readonly #listener: (event: ClockEvent) => void;
  #state = '';
  #time = -1;
  #stillChecks = 0;
  /** Whether the context ran when nothing disturbed it. */
  #ran = false;
  #stalled = false;
  #reviving = false;
  /** Whether to try without a gesture: once, and once more each time the page was hidden. */
  #mayTry = false;

  constructor(context: ResumableContext, listener: (event: ClockEvent) => void) {
    this.#context = context;
    this.#listener = listener;
    this.follow();
  }

  /** Follows the context's state: tells a suspension by the app from one that an interruption left behind. */
  follow(): void {
    const { state } = this.#context;
    const before = this.#state;
    this.#state = state;
    if (state === 'running') this.#ran = true;
    if (state !== 'suspended' || state === before || this.#reviving) return;
    if (before === 'interrupted' && (this.#ran || this.#stalled)) this.#stall();
    // By the app.
    else if (before === 'running') this.#stalled = this.#ran = false;
  }

  /** Looks at the clock. */
  check(): void {
    this.follow();
    const { currentTime } = this.#context;
    const goesOn = currentTime !== this.#time;
    this.#time = currentTime;
    this.#stillChecks = goesOn || this.#state !== 'running' || isHidden() ? 0 : this.#stillChecks + 1;
    if (this.#stalled && goesOn && this.#state === 'running' && !this.#reviving) {
      this.#stalled = false;
      this.#listener('revived');
    } else if (!this.#stalled && this.#stillChecks >= STILL_CHECKS) {
      this.#stall();
    }
    this.#try();
  }

  onGesture(): void {
    if (this.#stalled) void this.#revive();
  }

  #stall(): void {
    if (!this.#stalled) this.#listener('stalled');
    this.#stalled = this.#mayTry = true;
    this.#try();
  }

  #try(): void {
    if (!this.#stalled) return;
    if (isHidden()) this.#mayTry = true;
    else if (this.#mayTry) {
      this.#mayTry = false;
      void this.#revive();
    }
  }

  async #revive(): Promise<void> {
    const context = this.#context;
    if (this.#reviving) return;
    this.#reviving = true;
    if (context.state === 'running') {
      await settle(contextWith<Pick<AudioContext, 'suspend'>>(context, 'suspend')?.suspend());
    }
    // The browser may have been interrupted meanwhile, or ended the context.
    if (!['interrupted', 'closed'].includes(context.state)) await settle(context.resume());
    this.#reviving = false;
    this.#time = context.currentTime;
  }
}

function isHidden(): boolean {
  return globalThis.document?.visibilityState === 'hidden';
}

async function settle(promise: Promise<void> | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([Promise.resolve(promise).catch(() => {}), late]);
  clearTimeout(timer);
}
