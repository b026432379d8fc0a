import { execFileSync } from 'node:child_process';

/** The first Python that has these packages, or undefined; the system's may have them where another one comes first. */
export function pythonWith(...packages: readonly string[]): string | undefined {
  return ['python3', '/usr/bin/python3'].find((candidate) => {
    try {
      execFileSync(candidate, ['-c', `import ${packages.join(', ')}`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}
