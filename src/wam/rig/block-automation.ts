import { BLOCK_PARAMETERS, type BlockParameter } from '../../live/rig/block-parameters.js';
import type { RigBlock, SplitBlock } from '../../rig/document/rig-document.js';
import type { Rig } from '../../rig/rig.js';
import type { WamEvent, WamParameterData, WamParameterInfo } from '../wam-api.js';

/** One number of a block, or its bypass, as a host sees it. */
interface BlockTarget {
  readonly block: RigBlock & { readonly id: string };
  /** Null for bypass. */
  readonly parameter: BlockParameter | null;
}

/**
 * The parameters of a rig's blocks, `block.parameter`, as a host sees them. They change with the rig. Unlike those of the node, they are
 * set on the main thread: changes are smooth, but not exact to the frame.
 */
export class BlockAutomation {
  readonly #rig: Rig;
  readonly #onChange: (data: WamParameterData) => void;
  /** Events to come. */
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  /** `onChange` gets the parameters that events have changed. */
  constructor(rig: Rig, onChange: (data: WamParameterData) => void) {
    this.#rig = rig;
    this.#onChange = onChange;
  }

  /** Whether an id is that of a parameter of a block that there is. */
  has(id: string): boolean {
    return this.#targets().has(id);
  }

  /** Facts about the parameters with these ids; about all if there is no id. */
  info(ids: readonly string[]): Record<string, WamParameterInfo> {
    return Object.fromEntries(this.#chosen(ids).map(([id, target]) => [id, describe(id, target)]));
  }

  /** The values of the parameters with these ids; of all if there is no id. */
  data(normalized: boolean, ids: readonly string[]): Record<string, WamParameterData> {
    const data = this.#chosen(ids).map(([id, target]): [string, WamParameterData] => {
      const value = valueOfTarget(target);
      return [id, { id, value: normalized ? describe(id, target).normalize(value) : value, normalized }];
    });
    return Object.fromEntries(data);
  }

  /** Sets parameters now. Unknown ids are ignored, values are limited to their range. */
  set(data: readonly WamParameterData[]): void {
    for (const { id, value, normalized } of data) {
      const target = this.#targets().get(id);
      if (target === undefined || !Number.isFinite(value)) continue;
      const info = describe(id, target);
      const wanted = normalized ? info.denormalize(value) : value;
      const limited = Math.min(info.maxValue, Math.max(info.minValue, wanted));
      const { block, parameter } = target;
      if (parameter === null) this.#rig.setBypass(block.id, limited >= 0.5);
      else this.#rig.set(block.id, { [parameter.name]: limited });
    }
  }

  /** Sets parameters, each about at its event's time in seconds of the context's clock, which reads `now`. */
  schedule(events: readonly WamEvent[], now: number): void {
    for (const { data, time = 0 } of events) {
      const run = () => {
        this.#timers.delete(timer);
        const datum = data as WamParameterData;
        this.set([datum]);
        const changed = this.data(false, [datum.id])[datum.id];
        // Its block may be gone by now.
        if (changed !== undefined) this.#onChange(changed);
      };
      const timer = setTimeout(run, Math.max(0, 1000 * (time - now)) || 0);
      this.#timers.add(timer);
    }
  }

  /** Drops all events that have not happened yet. */
  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #chosen(ids: readonly string[]): [string, BlockTarget][] {
    const targets = [...this.#targets()];
    return ids.length === 0 ? targets : targets.filter(([id]) => ids.includes(id));
  }

  #targets(): Map<string, BlockTarget> {
    const targets = new Map<string, BlockTarget>();
    const walk = (blocks: readonly RigBlock[]) => {
      for (const block of blocks as readonly BlockTarget['block'][]) {
        targets.set(`${block.id}.bypass`, { block, parameter: null });
        for (const parameter of BLOCK_PARAMETERS[block.type])
          targets.set(`${block.id}.${parameter.name}`, { block, parameter });
        if (block.type === 'split') for (const path of (block as SplitBlock).paths) walk(path);
      }
    };
    walk(this.#rig.document.blocks);
    return targets;
  }
}

function valueOfTarget({ block, parameter }: BlockTarget): number {
  if (parameter === null) return Number(block.bypass ?? false);
  return (block as unknown as Record<string, number | undefined>)[parameter.name] ?? parameter.defaultValue;
}

function describe(id: string, { block, parameter }: BlockTarget): WamParameterInfo {
  const common = { id, exponent: 0, choices: [] };
  const name = block.name ?? block.id;
  if (parameter === null) {
    return {
      ...common,
      ...{
        label: `${name}: Bypass`,
        type: 'boolean',
        defaultValue: 0,
        minValue: 0,
        maxValue: 1,
        discreteStep: 1,
        units: '',
      },
      normalize: (value) => value,
      denormalize: (share) => share,
      valueString: (value) => (value < 0.5 ? 'off' : 'on'),
    };
  }
  const { label, minimum, maximum, defaultValue, unit, scale } = parameter;
  const ratio = maximum / minimum;
  return {
    ...common,
    ...{
      label: `${name}: ${label}`,
      type: 'float',
      defaultValue,
      minValue: minimum,
      maxValue: maximum,
      discreteStep: 0,
    },
    units: unit,
    normalize: (value) =>
      scale === 'log' ? Math.log(value / minimum) / Math.log(ratio) : (value - minimum) / (maximum - minimum),
    denormalize: (share) => (scale === 'log' ? minimum * ratio ** share : minimum + share * (maximum - minimum)),
    valueString: (value) => `${Number(value.toPrecision(3))} ${unit}`.trim(),
  };
}
