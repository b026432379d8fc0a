const HEADER_BYTES = 58;
const FLOAT_FORMAT = 3;
const SAMPLE_BYTES = 4;

/** A WAV file of 32-bit floats, which no level can clip. The channels are of equal length. */
export function wavFile(channels: readonly Float32Array[], sampleRate: number): Blob {
  const frames = channels[0].length;
  const dataBytes = frames * channels.length * SAMPLE_BYTES;
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  const text = (at: number, letters: string) => {
    for (let i = 0; i < letters.length; i++) header.setUint8(at + i, letters.charCodeAt(i));
  };
  const uint16 = (at: number, value: number) => header.setUint16(at, value, true);
  const uint32 = (at: number, value: number) => header.setUint32(at, value, true);
  const frameBytes = channels.length * SAMPLE_BYTES;

  text(0, 'RIFF');
  uint32(4, HEADER_BYTES - 8 + dataBytes);
  text(8, 'WAVEfmt ');
  uint32(16, 18);
  uint16(20, FLOAT_FORMAT);
  uint16(22, channels.length);
  uint32(24, sampleRate);
  uint32(28, sampleRate * frameBytes);
  uint16(32, frameBytes);
  uint16(34, 8 * SAMPLE_BYTES);
  text(38, 'fact');
  uint32(42, 4);
  uint32(46, frames);
  text(50, 'data');
  uint32(54, dataBytes);
  return new Blob([header, interleaved(channels)], { type: 'audio/wav' });
}

function interleaved(channels: readonly Float32Array[]): DataView<ArrayBuffer> {
  const data = new DataView(new ArrayBuffer(channels.length * channels[0].length * SAMPLE_BYTES));
  channels.forEach((channel, c) => {
    for (let t = 0; t < channel.length; t++) {
      data.setFloat32((t * channels.length + c) * SAMPLE_BYTES, channel[t], true);
    }
  });
  return data;
}
