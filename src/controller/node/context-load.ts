/** Shares of the audio thread's time in one context, by who needs them. */
const loads = new WeakMap<object, Map<object, number>>();

/**
 * Notes that a node, or a change of models, needs a share of the audio thread's time in a context. 0, or a share that is not
 * known, takes the note back.
 */
export function noteLoad(context: object, owner: object, share: number): void {
  const shares = loads.get(context) ?? new Map<object, number>();
  loads.set(context, shares);
  if (share > 0) shares.set(owner, share);
  else shares.delete(owner);
}

/** Share of the audio thread's time that our nodes need in a context, as far as is known. */
export function loadOf(context: object): number {
  let sum = 0;
  for (const share of loads.get(context)?.values() ?? []) sum += share;
  return sum;
}
