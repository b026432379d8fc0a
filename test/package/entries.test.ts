import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { emptyProject } from './support/empty-project.js';

let project: string;
beforeAll(() => {
  project = emptyProject('entries');
});

/** Runs a module in Node, as a server would, and gives what it printed. */
function run(code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: project, encoding: 'utf8' });
}

const manifest = JSON.parse(readFileSync(join(inject('consumers').packed, 'package.json'), 'utf8'));
const modules = Object.keys(manifest.exports).filter((entry) => manifest.exports[entry].types !== undefined);

describe('the installed package', () => {
  test.each(modules)('gives its entry %s to a server, where there is no Web Audio and no DOM', (entry) => {
    const specifier = `dilatone${entry.slice(1)}`;
    expect(run(`console.log(Object.keys(await import('${specifier}')).length > 0)`)).toBe('true\n');
  });

  test('has one and the same DilatoneError in all entries', () => {
    const code = `
      import { DilatoneError } from 'dilatone';
      import * as engine from 'dilatone/engine';
      console.log(DilatoneError === engine.DilatoneError);`;
    expect(run(code)).toBe('true\n');
  });

  test('gives the worklet and the models as files', () => {
    const code = `
      import { existsSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      for (const entry of ['worklet', 'models/triode-crunch.nam'])
        console.log(existsSync(fileURLToPath(import.meta.resolve('dilatone/' + entry))));`;
    expect(run(code)).toBe('true\ntrue\n');
  });

  test('has a worklet without import and export, which every loader of worklets takes', () => {
    const worklet = readFileSync(join(inject('consumers').packed, manifest.exports['./worklet']), 'utf8');
    expect(worklet).toContain('registerProcessor(');
    expect(worklet).not.toMatch(/^\s*(import|export)\b/m);
  });
});
