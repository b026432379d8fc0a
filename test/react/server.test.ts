import { createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { DilatonePedal, DilatoneRig, useDilatone, useModel, useRig } from '../../src/react/index.js';

/** What a component shows on a server. */
const shown = (component: () => ReactElement | string) => renderToString(createElement(component));

it('the hooks give a server nothing, and load nothing', () => {
  const amp = () => JSON.stringify(useDilatone({ sampleRate: 48_000, state: 'suspended', currentTime: 0 }, 'amp.nam'));
  expect(shown(amp).replaceAll('&quot;', '"')).toBe('{"amp":null,"error":null,"loading":true}');
  const rig = () => JSON.stringify(useRig({ sampleRate: 48_000, state: 'suspended', currentTime: 0 }, 'rig.json'));
  expect(shown(rig).replaceAll('&quot;', '"')).toBe('{"rig":null,"error":null,"loading":true}');
  const model = () => JSON.stringify(useModel(null));
  expect(shown(model).replaceAll('&quot;', '"')).toBe('{"model":null,"error":null,"loading":false}');
});

it('the pedal is an empty element there, with its attributes', () => {
  const pedal = () =>
    createElement(DilatonePedal, { device: null, label: 'Amp', theme: 'dark', limitDb: -3, className: 'wide' });
  expect(shown(pedal)).toBe('<dilatone-pedal label="Amp" theme="dark" class="wide" limit-db="-3"></dilatone-pedal>');
});

it('the rig is one, too', () => {
  const rig = () => createElement(DilatoneRig, { rig: null, label: 'Board', theme: 'light', className: 'wide' });
  expect(shown(rig)).toBe('<dilatone-rig label="Board" theme="light" class="wide"></dilatone-rig>');
});
