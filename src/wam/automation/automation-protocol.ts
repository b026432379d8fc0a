/** What the processor of a WAM's automation is constructed with. */
export interface AutomationOptions {
  readonly groupId: string;
  readonly moduleId: string;
  readonly instanceId: string;
  /** Values of the parameters at the start. */
  readonly values: readonly number[];
}

/** An event for a parameter; of others nothing is heard. */
export interface AutomationEvent {
  readonly type: string;
  readonly data: unknown;
  /** Seconds of the context's clock; at once where it is missing. */
  readonly time?: number;
}

/** What the main thread asks of the processor of a WAM's automation. */
export type AutomationRequest =
  | { readonly type: 'schedule'; readonly events: readonly AutomationEvent[] }
  | { readonly type: 'clear' }
  | { readonly type: 'connect'; readonly toId: string; readonly output?: number }
  | { readonly type: 'disconnect'; readonly toId?: string; readonly output?: number }
  | { readonly type: 'destroy' };

/** What it tells whenever events have changed something: the values of all parameters. */
export type AutomationNotice = Float64Array;
