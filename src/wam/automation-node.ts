import source from 'virtual:dilatone-wam-source';
import { DilatoneError } from '../errors.js';
import { AUTOMATED, AUTOMATION_PROCESSOR_NAME } from './automation/automation.js';
import type { AutomationOptions } from './automation/automation-protocol.js';

const registrations = new WeakMap<BaseAudioContext, Promise<void>>();

/** Makes the node that carries a WAM's automation: one mono output for each of `AUTOMATED`. */
export async function createAutomationNode(
  context: BaseAudioContext,
  processorOptions: AutomationOptions,
): Promise<AudioWorkletNode> {
  const registration = registrations.get(context) ?? register(context);
  registrations.set(context, registration);
  await registration;
  return new AudioWorkletNode(context, AUTOMATION_PROCESSOR_NAME, {
    numberOfInputs: 0,
    numberOfOutputs: AUTOMATED.length,
    outputChannelCount: AUTOMATED.map(() => 1),
    processorOptions,
  });
}

async function register(context: BaseAudioContext): Promise<void> {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    await context.audioWorklet.addModule(url);
  } catch (cause) {
    registrations.delete(context);
    const detail = `expected the browser to load the script of the automation, got ${cause}; add blob: to script-src`;
    throw new DilatoneError('worklet', 'wam', detail, { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
}
