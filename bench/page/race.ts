import { fastestMultiplyAdd } from '../../src/controller/node/live-engine.js';
import { canCompile } from '../../src/engine/prepare.js';
import { networkFacts } from '../../src/network/facts.js';
import { ceiling } from '../../src/timing/contenders.js';
import { type RaceOptions, race } from '../../src/timing/race.js';
import type { RaceResult } from '../report/results.js';
import { shapeOf } from '../shapes.js';
import { checkSubjects } from './check.js';
import { modelIn } from './models.js';
import { type DilatoneSetting, dilatone, onnxRuntimeWeb, openDawNam, type Subject } from './subjects.js';

/** The network, the blocks and the pace of a race. */
interface RaceRequest {
  readonly shape: string;
  readonly blockFrames: number;
  readonly pace: RaceOptions;
}

/** Races Dilatone's variants against its peers and the machine's ceiling. */
export async function raceShape({ shape, blockFrames, pace }: RaceRequest): Promise<RaceResult> {
  const { title, file: makeFile } = shapeOf(shape);
  const file = makeFile();
  const model = modelIn(file);
  const networks = { exact: model.network(), fast: model.network({ tanh: 'fast' }) };
  const multiplyAdd = await fastestMultiplyAdd();
  const exact = { network: networks.exact, tanh: 'exact', engine: 'wasm', multiplyAdd } as const;
  const settings: DilatoneSetting[] = [{ ...exact, name: 'Dilatone' }];
  if (networks.fast !== networks.exact) {
    settings.push({ ...exact, name: 'Dilatone, fast tanh', network: networks.fast, tanh: 'fast' });
  }
  const other = multiplyAdd === 'plain' ? 'relaxed' : 'plain';
  if (canCompile(other)) settings.push({ ...exact, name: `Dilatone, ${other} multiply-add`, multiplyAdd: other });
  settings.push({ ...exact, name: 'Dilatone, interpreted', engine: 'interpreter' });

  const subjects: Subject[] = [];
  for (const setting of settings) subjects.push(await dilatone(setting, blockFrames));
  subjects.push(await openDawNam(file, blockFrames), await onnxRuntimeWeb(networks.exact, blockFrames));
  await checkSubjects(subjects, networks, blockFrames);

  const ceilings = (['plain', 'relaxed'] as const).map(ceiling).filter((loop) => loop !== null);
  const contenders = [...subjects, ...ceilings];
  const laps = (await race(contenders, pace)).map((ns, n) => ({ name: contenders[n].name, ns }));
  const { macsPerFrame, receptiveField } = networkFacts(networks.exact);
  return {
    shape,
    title,
    sampleRate: networks.exact.sampleRate,
    blockFrames,
    macsPerFrame,
    receptiveField,
    multiplyAdd,
    engines: laps.slice(0, subjects.length),
    ceilings: laps.slice(subjects.length),
  };
}
