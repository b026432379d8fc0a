/** Words of the field, each in one sentence. */
export const TERMS = {
  frame: 'A frame is one instant of sound: at 48 kHz, a second has 48 000 of them.',
  kernel:
    'A kernel is the few weights that a layer multiplies with the values it looks at, the same ones at every frame.',
  tap: 'A tap is one of those looks: a kernel of size 3 has three taps, and so three weights.',
  dilation: 'The dilation is the number of frames from one tap of a layer to the next: 1 means neighbours.',
  stride:
    'A stride of 2 keeps every second value of a layer and drops the others, so that all that follows is coarser.',
  pooling: 'Pooling keeps one value of each group, the largest or the mean, and forgets which of them it was.',
  receptiveField: 'The receptive field is the stretch of input that one output can hear, from its oldest frame to now.',
  resolution: 'The resolution is how often there is an output: at every frame, or only at one in so many.',
  coverage: 'The coverage is the share of all input frames that reach any output at all.',
  causal:
    'Causal means that an output hears the present and the past but never the future, so that it can be played live.',
} as const;

/** A word that is explained. */
export type TermName = keyof typeof TERMS;
