import { type FileHandle, open } from 'node:fs/promises';

/** Chunks that a WAV file may have before its sound. */
const MOST_CHUNKS = 64;

/**
 * Whether an output of an earlier run needs no rendering: false if there is none, or one that was cut off, as by a full disk,
 * a copy that was interrupted or a machine that lost power. Any other file, even one that is no WAV file, is left alone.
 */
export async function isFinished(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    return await isWhole(file).finally(() => file.close());
  } catch (error) {
    // A folder, or a file that nobody may read, is there, too.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

async function isWhole(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  const head = await read(file, 0, 12);
  // Some file systems keep the length of a file whose content was lost with the power.
  if (head.every((byte) => byte === 0)) return false;
  const [riff, wave] = [head.toString('latin1', 0, 4), head.toString('latin1', 8, 12)];
  if (!'RIFF'.startsWith(riff) || !'WAVE'.startsWith(wave)) return true;
  if (head.length < 12) return false;
  const announced = head.readUInt32LE(4);
  // Written by another program, to a pipe.
  if (announced === 0xffff_ffff || (announced >= 0x7fff_f000 && announced < 0x8000_0000)) return true;
  if (8 + announced > size) return false;
  for (let at = 12, n = 0; n < MOST_CHUNKS; n++) {
    const chunk = await read(file, at, 8);
    if (chunk.length < 8) return false;
    const end = at + 8 + chunk.readUInt32LE(4);
    if (chunk.toString('latin1', 0, 4) === 'data') return end <= size;
    at = end + (end % 2);
  }
  return false;
}

/** Bytes of a file, fewer where it ends. */
async function read(file: FileHandle, start: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, start);
  return buffer.subarray(0, bytesRead);
}
