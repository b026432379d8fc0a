import { malformed, unsupported } from '../reading/refuse.js';
import { describe } from '../reading/schema.js';

/** The newest file version whose every option is known; later patches of it load with a warning. */
const NEWEST = { major: 0, minor: 7, patch: 0 };

/** The oldest 0.x. */
const OLDEST_MINOR = 5;

/** Refuses versions that the format's rules exclude; returns sentences about what is doubtful. */
export function checkVersion(version: string, where: string): string[] {
  const numbers = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+][\w.+-]{1,40})?$/.exec(version)?.slice(1).map(Number);
  if (!numbers) malformed(where, 'a version such as "0.5.4"', describe(version));
  const [major, minor, patch] = numbers;
  if (major !== NEWEST.major || minor < OLDEST_MINOR || minor > NEWEST.minor) {
    unsupported(where, `0.${OLDEST_MINOR}.0 to 0.${NEWEST.minor}.x`, version);
  }
  if (minor < NEWEST.minor || patch <= NEWEST.patch) return [];
  const newest = `${NEWEST.major}.${NEWEST.minor}.${NEWEST.patch}`;
  return [`The file's ${where}, ${version}, is newer than ${newest}: options added since then are ignored.`];
}
