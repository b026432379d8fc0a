import type { MicrophoneEvents, MicrophoneInput } from '../audio/microphone-input.js';
import * as ownMessages from '../ends-messages.js';
import * as messages from '../messages.js';
import type { MicrophoneState } from '../state.js';
import type { Desk } from './desk.js';
import { setEnds } from './ends-desk.js';

/** Tells what happens to the microphone in use. `inUse` is that one; what happens to others is nobody's concern. */
export function microphoneEvents(desk: Desk, inUse: () => MicrophoneInput | null): MicrophoneEvents {
  const isHeard = () => desk.state.source === 'microphone' && inUse() !== null;
  return {
    lost: () => {
      if (!isHeard()) return;
      setEnds(desk, { microphoneStatus: 'lost', heardChannel: null });
      desk.tell(messages.describeLostMicrophone());
    },
    failed: () => {
      if (!isHeard()) return;
      setEnds(desk, { microphoneStatus: 'lost', heardChannel: null });
      desk.tell(ownMessages.describeMicrophoneGone());
    },
    changed: () => {
      const microphone = inUse();
      if (!isHeard() || microphone === null) return;
      desk.store.update({ microphone: microphone.state });
      setEnds(desk, { microphoneStatus: 'open', heardChannel: microphone.channel });
    },
  };
}

/** Tells when the microphone that was lost is in the list again. */
export function tellIfBack(desk: Desk): void {
  const { microphone, microphones, ends } = desk.state;
  if (!microphone || ends.microphoneStatus !== 'lost') return;
  if (!microphones.some((device) => isSame(device, microphone))) return;
  setEnds(desk, { microphoneStatus: 'back' });
  desk.tell(ownMessages.describeMicrophoneBack(microphone.label));
}

/** A device that is plugged into another socket of the computer may come with another id. */
export function isSame(
  device: { readonly deviceId: string; readonly label: string },
  microphone: Pick<MicrophoneState, 'deviceId' | 'label'>,
): boolean {
  return device.deviceId === microphone.deviceId || (device.label !== '' && device.label === microphone.label);
}
