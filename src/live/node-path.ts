import type { Planes } from '../engine/channels/channels.js';
import type { ParameterValues } from './parameters.js';
import type { Answer, Command, Notice, Outcome } from './protocol.js';

/** Commands that a path carries out; `dispose` is the processor's own. */
export type PathCommand = Exclude<Command, { readonly type: 'dispose' }>;

/** Answers one command. Calls after the first have no effect. */
export type Settle = (outcome: Outcome) => void;

/** What a path sends without being asked. */
type PathNotice = Exclude<Notice, Answer>;

/** Takes a path's notices to the main thread. */
export interface NoticePort {
  /** @realtime-exception the browser serializes the notice: post few of them, and reuse their objects */
  post(notice: PathNotice): void;
}

/**
 * What a processor runs: takes commands, processes sound, posts notices. The processor owns the port and the ids of
 * requests; a path knows neither. It is constructed with a `NoticePort`, and released without notice when the processor is
 * disposed.
 */
export interface NodePath {
  /**
   * Carries out a command. Called between render quanta; may allocate. Calls `settle` with the outcome: within this call, or
   * later, from `process` or another `perform`, if the command takes time. An error thrown before `settle` answers the
   * command with `failed`. Commands not settled when the processor is disposed are answered with `disposed`.
   */
  perform(command: PathCommand, settle: Settle): void;

  /**
   * Processes one render quantum: writes `frames` frames to each channel of `output`. Channels missing from `input` are
   * silent. Never throws.
   *
   * @realtime
   */
  process(output: Planes, input: Planes, parameters: ParameterValues, frames: number): void;
}
