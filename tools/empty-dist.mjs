// Empties dist, so that the package holds nothing of an earlier build.
//
// The declarations in dist/types stay: tsc writes only those that change, and remembers the others in build/tsc. Where they
// are gone, that memory is wrong and goes, too.
import { existsSync, readdirSync, rmSync } from 'node:fs';

if (existsSync('dist/types')) {
  for (const name of readdirSync('dist').filter((entry) => entry !== 'types')) {
    rmSync(`dist/${name}`, { recursive: true });
  }
} else {
  rmSync('build/tsc', { recursive: true, force: true });
}
