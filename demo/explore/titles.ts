import type { StackKind } from './stacks.js';

/** Names of the stacks. */
export const STACK_TITLES: Readonly<Record<StackKind, string>> = {
  plain: 'Plain',
  dilated: 'Dilated',
  strided: 'Strided',
  pooled: 'Pooled',
};

/** What each of them does, in a few words. */
export const STACK_ABOUTS: Readonly<Record<StackKind, string>> = {
  plain: 'every tap next to the other',
  dilated: 'taps spread from layer to layer',
  strided: 'every layer drops frames',
  pooled: 'every layer keeps one of a group',
};
