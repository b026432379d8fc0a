/** What a MIDI message says, as far as rigs listen. Channels are 1 … 16, numbers and values 0 … 127. */
export type MidiMessage =
  | {
      readonly kind: 'controller';
      readonly channel: number;
      readonly controller: number;
      readonly value: number;
    }
  | {
      readonly kind: 'note';
      readonly channel: number;
      readonly note: number;
      /** False when the key is let go. */
      readonly isOn: boolean;
    }
  | { readonly kind: 'program'; readonly channel: number; readonly program: number };

/** Reads one whole message, as Web MIDI delivers them. Null for all that is none, and for kinds that do not matter here. */
export function readMidiMessage(data: ArrayLike<number> | null | undefined): MidiMessage | null {
  if (!data) return null;
  const [status, first, second] = [data[0], data[1], data[2]];
  const channel = (status & 0x0f) + 1;
  switch (status & ~0x0f) {
    case 0x80:
      return isData(first) && isData(second) ? { kind: 'note', channel, note: first, isOn: false } : null;
    case 0x90:
      return isData(first) && isData(second) ? { kind: 'note', channel, note: first, isOn: second > 0 } : null;
    case 0xb0:
      return isData(first) && isData(second) ? { kind: 'controller', channel, controller: first, value: second } : null;
    case 0xc0:
      return isData(first) ? { kind: 'program', channel, program: first } : null;
    default:
      return null;
  }
}

function isData(byte: number | undefined): byte is number {
  return byte !== undefined && byte >= 0 && byte <= 0x7f;
}
