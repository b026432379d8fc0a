/** What the processor of a WAM's automation is constructed with. */
export interface AutomationOptions {
  readonly groupId: string;
  readonly moduleId: string;
  readonly instanceId: string;
  /** Initial values of the parameters, in the order of `AUTOMATED`. */
  readonly values: readonly number[];
}

/** A WAM event. Only those of type `wam-automation` have an effect. */
export interface AutomationEvent {
  readonly type: string;
  readonly data: unknown;
  /** When it takes effect, in seconds of the context's `currentTime`; immediately if it is missing. */
  readonly time?: number;
}

/** What the main thread can ask of the processor of a WAM's automation. None of it is answered. */
export type AutomationRequest =
  | { readonly type: 'schedule'; readonly events: readonly AutomationEvent[] }
  | { readonly type: 'clear' }
  | { readonly type: 'connect'; readonly toId: string; readonly output?: number }
  | { readonly type: 'disconnect'; readonly toId?: string; readonly output?: number }
  | { readonly type: 'destroy' };

/** Posted after each render quantum in which events took effect: the values of all parameters. */
export type AutomationNotice = Float64Array;
