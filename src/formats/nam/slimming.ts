import { expectAtMost, type ModelLimits } from '../../model/limits.js';
import { malformed, unsupported } from '../reading/refuse.js';
import { describe } from '../reading/schema.js';
import { FILMS, filmSettings } from './film.js';
import type { LayerArrayFile } from './wavenet-schema.js';

/** The channels of each layer array at one size, and the smallest size value that picks them. */
export interface SlimSize {
  readonly from: number;
  readonly keptChannels: readonly number[];
}

/** The only way of slimming that the format knows: to run the first channels of a layer array. */
const METHOD = 'slice_channels_uniform';

/**
 * The sizes of a WaveNet, ascending. Size r picks of an array's n allowed widths the one with index ⌊r·n⌋, of r = 1 the
 * last. An array that cannot be slimmed for its other options is a sentence in `warnings`.
 */
export function slimSizes(
  arrays: readonly LayerArrayFile[],
  limits: ModelLimits,
  where: string,
): { sizes: SlimSize[]; warnings: string[] } {
  const warnings: string[] = [];
  const choices = arrays.map((array, index) => {
    const place = `${where}[${index}]`;
    const allowed = allowedChannels(array, place);
    const obstacle = obstacleTo(array, index);
    if (allowed.length === 1 || obstacle === null) return allowed;
    warnings.push(`${place}.slimmable is ignored: an array with ${obstacle} has one size only.`);
    return [array.channels];
  });
  const from = new Set(choices.flatMap((allowed) => allowed.map((_, index) => smallestRatio(index, allowed.length))));
  expectAtMost(limits.sizes, 'sizes', from.size, where);
  const sizes = [...from]
    .sort((a, b) => a - b)
    .map((ratio) => ({
      from: ratio,
      keptChannels: choices.map((allowed) => allowed[Math.floor(ratio * allowed.length)]),
    }));
  return { sizes, warnings };
}

/** The widths that an array may run at, ascending to its full one. */
function allowedChannels({ slimmable, channels }: LayerArrayFile, where: string): readonly number[] {
  if (!slimmable?.method) return [channels];
  if (slimmable.method !== METHOD) {
    unsupported(`${where}.slimmable.method`, `"${METHOD}"`, describe(slimmable.method));
  }
  const allowed = slimmable.kwargs?.allowed_channels;
  if (!allowed) return Array.from({ length: channels }, (_, index) => index + 1);
  const place = `${where}.slimmable.kwargs.allowed_channels`;
  allowed.forEach((count, index) => {
    if (index > 0 && count <= allowed[index - 1]) {
      malformed(`${place}[${index}]`, `more than ${allowed[index - 1]}, the one before`, count);
    }
  });
  const largest = allowed[allowed.length - 1];
  if (largest !== channels) malformed(place, `${channels}, the channels, as the last`, largest);
  return allowed;
}

/** What of an array's options leaves no narrower network that makes sense; the reference refuses to slim these, too. */
function obstacleTo(array: LayerArrayFile, index: number): string | null {
  const { groups_input, groups_input_mixin, layer1x1, head1x1 } = array;
  const filmGroups = FILMS.map((name) => filmSettings(array[name])?.groups);
  const groups = [groups_input, groups_input_mixin, layer1x1?.groups, ...filmGroups];
  if (head1x1?.active) groups.push(head1x1.groups);
  if (groups.some((count) => (count ?? 1) > 1)) return 'groups';
  // The head signal of the array before has as many channels as this array, but a head1x1 keeps its width.
  return index > 0 && head1x1?.active ? 'a head1x1' : null;
}

/** The smallest r with ⌊r·n⌋ = index. */
function smallestRatio(index: number, n: number): number {
  const ratio = index / n;
  return Math.floor(ratio * n) < index ? ratio * (1 + Number.EPSILON) : ratio;
}
