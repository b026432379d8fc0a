import { Project } from './project.js';

/** A consumer that is built. */
interface Built {
  readonly project: Project;
  /** What the build printed. */
  readonly printed: string;
}

/** Builds consumers in a row: while one is tested, the next is being built. */
export class BuildsAhead {
  readonly #names: readonly string[];
  readonly #builds = new Map<string, Promise<Built>>();

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** Builds a consumer, unless it is built, and then begins with the next. */
  async get(name: string): Promise<Built> {
    const next = this.#names[this.#names.indexOf(name) + 1];
    // Whoever asks for the next one is told if it fails.
    if (next !== undefined) this.#build(next).catch(() => {});
    return this.#build(name);
  }

  #build(name: string): Promise<Built> {
    const build = this.#builds.get(name) ?? buildProject(name);
    this.#builds.set(name, build);
    return build;
  }
}

async function buildProject(name: string): Promise<Built> {
  const project = new Project(name);
  // Where the server reads the model, it does so before the page asks for it.
  if (name === 'sveltekit') project.addModel('static');
  return { project, printed: await project.run('build') };
}
