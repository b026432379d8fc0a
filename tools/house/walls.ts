/** What each room may import; the rooms not named here may import none of ours, and nobody may import them. */
export const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/errors.ts': [],
  'src/network': ['src/errors.ts'],
  'src/alignment': ['src/network'],
  'src/model': ['src/errors.ts', 'src/network', 'src/alignment', 'src/interpreter'],
  'src/formats': ['src/errors.ts', 'src/network', 'src/model'],
  'src/interpreter': ['src/errors.ts', 'src/network'],
  'src/compiler': ['src/errors.ts', 'src/network'],
  'src/engine': ['src/errors.ts', 'src/network', 'src/interpreter', 'src/compiler'],
  'src/live': ['src/errors.ts', 'src/network', 'src/engine'],
  'src/offline': ['src/errors.ts', 'src/network', 'src/model', 'src/engine'],
  'src/controller': [
    ...['src/errors.ts', 'src/network', 'src/alignment', 'src/model', 'src/formats'],
    ...['src/compiler', 'src/engine', 'src/live'],
  ],
  'src/rig': [
    ...['src/errors.ts', 'src/network', 'src/model', 'src/formats', 'src/compiler', 'src/engine', 'src/live'],
    ...['src/offline', 'src/controller', 'src/wav'],
  ],
  'src/pedal': [
    ...['src/errors.ts', 'src/network', 'src/model', 'src/formats', 'src/live', 'src/controller', 'src/rig'],
  ],
  'src/wam': [...['src/errors.ts', 'src/model', 'src/formats', 'src/live', 'src/controller', 'src/rig', 'src/pedal']],
  'src/react': ['src/errors.ts', 'src/model', 'src/controller', 'src/rig', 'src/pedal'],
  'src/timing': ['src/network', 'src/model', 'src/formats', 'src/compiler', 'src/engine'],
  'src/wav': ['src/errors.ts'],
  'src/cli': [
    ...['src/errors.ts', 'src/network', 'src/model', 'src/formats', 'src/compiler', 'src/engine', 'src/offline'],
    ...['src/timing', 'src/wav', 'package.json'],
  ],
  'src/engine.ts': [
    ...['src/errors.ts', 'src/network', 'src/alignment', 'src/model'],
    ...['src/compiler', 'src/engine', 'src/offline'],
  ],
  'src/formats.ts': ['src/errors.ts', 'src/network', 'src/alignment', 'src/model', 'src/formats'],
  'src/index.ts': [
    ...['src/errors.ts', 'src/network', 'src/alignment', 'src/model', 'src/formats', 'src/compiler'],
    ...['src/engine', 'src/live', 'src/offline', 'src/controller'],
  ],
  'src/cdn.ts': ['src/index.ts', 'src/pedal', 'src/rig'],
  worklets: ['src/errors.ts', 'src/network', 'src/engine', 'src/live', 'src/wam'],
  demo: ['src/index.ts', 'src/rig', 'src/wav', 'models'],
};
