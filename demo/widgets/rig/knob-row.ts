import { html, type TemplateResult } from 'lit';
import type { TurnEvent } from '../controls/knob.js';
import { formatValue, type KnobParameter, parseValue } from './parameters.js';

/**
 * Knobs of a block's parameters. `defaults` has those that are not the parameter's own, `main` the names
 * of those that get the class `main`.
 */
export function knobs(
  parameters: readonly KnobParameter[],
  turn: (name: string, value: number) => void,
  defaults: Readonly<Record<string, number>> = {},
  main: readonly string[] = [],
): TemplateResult[] {
  return parameters.map(
    (parameter) => html`
      <demo-knob
        label=${parameter.label}
        class=${main.includes(parameter.name) ? 'main' : ''}
        data-parameter=${parameter.name}
        .min=${parameter.minimum}
        .max=${parameter.maximum}
        .step=${parameter.step}
        .scale=${parameter.scale}
        .value=${parameter.value}
        .defaultValue=${defaults[parameter.name] ?? parameter.defaultValue}
        .format=${(value: number) => formatValue(parameter, value)}
        .parse=${(text: string) => parseValue(parameter, text)}
        @turn=${({ value }: TurnEvent) => turn(parameter.name, value)}
      ></demo-knob>
    `,
  );
}
