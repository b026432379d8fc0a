import { LIMIT_DB, soundSettings } from '../audio/sound-settings.js';
import { type BuiltinModel, builtinOf } from '../builtin-models.js';
import { type DemoState, heardSlot, LARGEST_SIZE } from '../state.js';

/** Code for an app that sounds like the page does now, without cabinet and gate. */
export function codeFor(state: DemoState, models: readonly BuiltinModel[]): string {
  const slot = heardSlot(state);
  const { model, controls, size } = state.slots[slot];
  const { inputGainDb, outputGainDb, mix, bypassed } = soundSettings(state).amps[slot];
  const file = builtinOf(model, models)?.file ?? model?.fileName ?? 'my-amp.nam';
  const microphone = state.source === 'microphone';
  const turned = (model?.info.controls ?? []).filter(({ name, default: usual }) => controls[name] !== usual);
  const settings = Object.fromEntries(turned.map(({ name }) => [name, controls[name]]));
  const options = [
    'model',
    `limitDb: ${LIMIT_DB}`,
    ...(size < LARGEST_SIZE ? [`size: ${number(size)}`] : []),
    ...(turned.length > 0 ? [`controls: ${JSON.stringify(settings)}`] : []),
  ];
  const lines = [
    `import { createDilatone, loadModel${microphone ? ', openMicrophone' : ''} } from 'dilatone';`,
    '',
    'const context = new AudioContext({ sampleRate: 48000 });',
    `const model = await loadModel(${JSON.stringify(file)});`,
    `const amp = await createDilatone(context, { ${options.join(', ')} });`,
    `amp.inputGainDb.value = ${number(inputGainDb)};`,
    `amp.outputGainDb.value = ${number(outputGainDb)};`,
    ...(mix < 1 ? [`amp.mix.value = ${number(mix)};`] : []),
    ...(bypassed ? ['amp.bypass = true;'] : []),
    ...(microphone
      ? ['const { node: source } = await openMicrophone(context);']
      : ["const source = context.createMediaElementSource(document.querySelector('audio'));"]),
    'source.connect(amp.node);',
    'amp.connect(context.destination);',
  ];
  return `${lines.join('\n')}\n`;
}

/** An iframe with a small player of the current setup. `page` is the address of the demo, `hash` comes from `hashOf`. */
export function embedFor(page: string, hash: string): string {
  const address = new URL(`embed.html${hash}`, page).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<iframe src="${address}" title="Dilatone" width="420" height="120" allow="autoplay" style="border: 0; max-width: 100%"></iframe>\n`;
}

function number(value: number): string {
  return String(Number(value.toFixed(3)));
}
