import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Names say which machine and which process write them: folders may be shared. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const NAME = /^\.dilatone-([0-9a-f]{8})-(\d+)-[0-9a-f-]{36}\.part$/;

/** No file takes as long to write. */
const OLD_MS = 24 * 60 * 60 * 1000;

/** A new name in a folder for what is being written. */
export function temporaryPath(folder: string): string {
  return join(folder, `.dilatone-${HOST}-${process.pid}-${randomUUID()}.part`);
}

/**
 * Removes the temporary files that a killed process left in a folder: those of processes of this machine that are no more,
 * and those that nobody has touched for a day. What cannot be removed stays.
 */
export async function removeStaleFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    const [, host, pid] = NAME.exec(name) ?? [];
    if (!pid) continue;
    const path = join(folder, name);
    if ((host === HOST && !isRunning(Number(pid))) || (await isOld(path)))
      await rm(path, { force: true }).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isOld(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => null);
  return stats !== null && Date.now() - stats.mtimeMs > OLD_MS;
}
