import type { LayerArrayFile } from './wavenet-schema.js';
import { fixed, type Width } from './weights.js';

/** How wide the signals of a layer array are. */
export interface LayerArrayWidths {
  readonly input: Width;
  readonly condition: Width;
  readonly channels: Width;
  readonly bottleneck: Width;
  /** What the layers add up for the head. */
  readonly headSum: Width;
  readonly headOut: Width;
}

/** The head of a layer array as newer files spell it, or as older ones do. */
export interface ArrayHead {
  readonly outChannels: number;
  readonly kernelSize: number;
  readonly dilation: number;
  readonly bias: boolean;
}

/** Widths of all layer arrays; `keptChannels` are those of the size to run, array by array. */
export function widthsOf(
  arrays: readonly LayerArrayFile[],
  heads: readonly ArrayHead[],
  keptChannels: readonly number[],
): LayerArrayWidths[] {
  const channels = arrays.map(({ channels }, index) => ({ full: channels, kept: keptChannels[index] }));
  return arrays.map((array, index) => {
    const bottleneck = bottleneckOf(array, channels[index]);
    return {
      input: channels[index - 1] ?? fixed(array.input_size),
      condition: fixed(array.condition_size),
      channels: channels[index],
      bottleneck,
      headSum: array.head1x1?.active ? fixed(array.head1x1.out_channels ?? 0) : bottleneck,
      headOut: channels[index + 1] ?? fixed(heads[index].outChannels),
    };
  });
}

/** The bottleneck shrinks with the channels and keeps at least one. */
function bottleneckOf({ bottleneck, layer1x1 }: LayerArrayFile, channels: Width): Width {
  const full = bottleneck ?? channels.full;
  if (layer1x1?.active === false) return { full, kept: channels.kept };
  return { full, kept: Math.max(1, Math.floor((full * channels.kept) / channels.full)) };
}
