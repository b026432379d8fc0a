import { afterEach, expect, test, vi } from 'vitest';
import { WamParameters } from '../../src/wam/wam-parameters.js';

afterEach(() => vi.unstubAllGlobals());

const options = { groupId: 'group', moduleId: 'module', instanceId: 'instance', values: [0, 0, 1, 0] };

test('a script that could not be loaded is loaded again for the next WAM, and once only after that', async () => {
  vi.stubGlobal(
    'AudioWorkletNode',
    class {
      readonly port = {};
    },
  );
  const addModule = vi.fn(async () => {});
  // As the browser leaves it out on insecure pages.
  const context = { audioWorklet: undefined as { addModule: typeof addModule } | undefined };
  const create = () => WamParameters.create(context as never, options);
  await expect(create()).rejects.toMatchObject({ code: 'worklet', where: 'wam' });
  context.audioWorklet = { addModule };
  addModule.mockRejectedValueOnce(new DOMException('no', 'AbortError'));
  await expect(create()).rejects.toMatchObject({ code: 'worklet', where: 'wam' });
  expect((await create()).value('mix')).toBe(1);
  await create();
  expect(addModule).toHaveBeenCalledTimes(2);
});
